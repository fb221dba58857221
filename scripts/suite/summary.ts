import type { StepResult } from '../check.ts'
import type { MissingPart } from '../machine.mjs'
import type { TestResults } from './results.ts'
import { needed } from './without.ts'

/** Everything `npm test` found out. */
export interface Findings {
  readonly steps: readonly Pick<StepResult, 'name' | 'isPassed'>[]
  readonly tests: TestResults
  /** What this machine lacks, and so what was not tried. */
  readonly missing: readonly MissingPart[]
  readonly isCi: boolean
  readonly seconds: number
}

/** The end of `npm test`. */
export interface Summary {
  /** The last one is `N passed, N failed` and nothing else. */
  readonly lines: readonly string[]
  readonly isGood: boolean
}

/** Counts each step of the check as one test; in CI what was left out has failed, unless it gives its reason. */
export function summarise({ steps, tests, missing, isCi, seconds }: Findings): Summary {
  const passedSteps = steps.filter(({ isPassed }) => isPassed).length
  const others = tests.skipped.filter(({ name }) => needed(name, missing) === undefined)
  const leftOut = [
    ...missing.map(({ part, why }) => ({ text: `what needs ${part}: ${why}`, isExcused: false })),
    ...others.map(({ name, why }) => ({
      text: `${name}: ${why ?? 'no reason given'}`,
      isExcused: why !== undefined,
    })),
  ]
  const failed = [
    ...steps.filter(({ isPassed }) => !isPassed).map(({ name }) => `check: ${name}`),
    ...tests.failed,
    ...(isCi ? leftOut.filter(({ isExcused }) => !isExcused).map(({ text }) => `left out: ${text}`) : []),
  ]
  const ran = `${steps.length} checks and ${tests.passed + tests.failed.length} tests in ${Math.round(seconds)} s`
  const lines = [
    ...section('What ran', [ran]),
    ...section(
      'What was left out',
      leftOut.map(({ text }) => text),
    ),
    ...section('What failed', failed),
    '',
    `${passedSteps + tests.passed} passed, ${failed.length} failed`,
  ]
  return { lines, isGood: failed.length === 0 }
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}
