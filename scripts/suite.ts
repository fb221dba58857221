// npm test, once Node 24 is there: fetches browsers and Asterisk, runs the check and every test, and says what was left out.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { root, tool } from './check/run.ts'
import { check } from './check.ts'
import { ensureMachine, type MissingPart } from './machine.mjs'
import { resultsFile, type TestResults } from './suite/results.ts'
import { summarise } from './suite/summary.ts'
import { without } from './suite/without.ts'

const log = (line: string) => console.log(line)
const started = performance.now()

const { missing } = await ensureMachine({ log })
for (const { part, why } of missing) log(`Without ${part}: ${why}`)
const steps = await check(log)
const tests = await runTests(missing)
const { lines, isGood } = summarise({
  ...{ steps, tests, missing },
  isCi: isTrue(process.env.CI),
  seconds: (performance.now() - started) / 1000,
})
for (const line of lines) log(line)
process.exitCode = isGood ? 0 : 1

async function runTests(missing: readonly MissingPart[]): Promise<TestResults> {
  mkdirSync(dirname(resultsFile), { recursive: true })
  rmSync(resultsFile, { force: true })
  const code = await vitest('run', '--reporter=default', '--reporter=./scripts/suite/reporter.ts', ...without(missing))
  if (!existsSync(resultsFile))
    return { passed: 0, failed: [`vitest ended with code ${code} before it told anything`], skipped: [] }
  const results: TestResults = JSON.parse(readFileSync(resultsFile, 'utf8'))
  if (code === 0 || results.failed.length > 0) return results
  return { ...results, failed: [`vitest ended with code ${code}`] }
}

function vitest(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, [tool('vitest'), ...args], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

function isTrue(value = ''): boolean {
  return !['', '0', 'false'].includes(value.toLowerCase())
}
