import { expect, test } from 'vitest'
import { type Findings, summarise } from './summary.ts'

const allGood: Findings = {
  steps: [
    { name: 'types', isPassed: true },
    { name: 'build', isPassed: true },
  ],
  tests: { passed: 5, failed: [], skipped: [] },
  missing: [],
  isCi: true,
  seconds: 61.2,
}
const last = (findings: Findings) => summarise(findings).lines.at(-1)

test('each step of the check counts as a test, and the last line is the count alone', () => {
  expect(last(allGood)).toBe('7 passed, 0 failed')
  expect(summarise(allGood).isGood).toBe(true)
})

test('a failed step and a failed test are both counted and named', () => {
  const steps = [{ name: 'types', isPassed: false }]
  const summary = summarise({ ...allGood, steps, tests: { passed: 1, failed: ['a.test.ts > hold'], skipped: [] } })
  expect(summary.lines.at(-1)).toBe('1 passed, 2 failed')
  expect(summary.lines).toContain('  check: types')
  expect(summary.lines).toContain('  a.test.ts > hold')
  expect(summary.isGood).toBe(false)
})

test('on a desk a missing browser is said plainly; in CI it is a failure', () => {
  const missing = [{ part: 'firefox', why: 'no network' }]
  const desk = summarise({ ...allGood, missing, isCi: false })
  expect(desk).toMatchObject({ isGood: true })
  expect(desk.lines).toContain('  what needs firefox: no network')
  expect(last({ ...allGood, missing })).toBe('7 passed, 1 failed')
})

test('the tests of a missing browser are one line, and one failure in CI', () => {
  const missing = [{ part: 'firefox', why: 'no network' }]
  const skipped = ['hold', 'mute'].map((story) => ({
    name: `a.test.ts > phones in firefox > ${story}`,
    why: undefined,
  }))
  const summary = summarise({ ...allGood, missing, tests: { passed: 5, failed: [], skipped } })
  expect(summary.lines.filter((line) => line.includes('firefox'))).toHaveLength(2)
  expect(summary.lines.at(-1)).toBe('7 passed, 1 failed')
})

test('a skipped test is listed with its reason; in CI one without a reason has failed', () => {
  const skipped = [
    { name: 'b.test.ts > park', why: 'the exchange cannot park' },
    { name: 'b.test.ts > later', why: undefined },
  ]
  const summary = summarise({ ...allGood, tests: { passed: 5, failed: [], skipped } })
  expect(summary.lines).toContain('  b.test.ts > park: the exchange cannot park')
  expect(summary.lines.at(-1)).toBe('7 passed, 1 failed')
})
