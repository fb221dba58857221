// Writes what vitest found as exact numbers and names, for the summary of `npm test`.
import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node'
import { root } from '../check/run.ts'
import { resultsFile, type TestResults } from './results.ts'

/** A vitest reporter: vitest makes one of the default export. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const inState = (state: string) => tests.filter((test) => test.result().state === state)
    const results: TestResults = {
      passed: inState('passed').length,
      failed: [
        ...inState('failed').map(nameOf),
        // a file that cannot be read or a hook that fails: its tests never ran
        ...suites.filter((suite) => suite.errors().length > 0).map(nameOf),
        ...errors.map(({ message }) => `An error outside any test: ${message}`),
        ...inState('pending').map((test) => `${nameOf(test)}: never ended`),
      ],
      skipped: inState('skipped').map((test) => ({ name: nameOf(test), why: whySkipped(test) })),
    }
    writeFileSync(resultsFile, JSON.stringify(results))
  }
}

function nameOf(part: TestCase | TestSuite | TestModule): string {
  const file = (part.type === 'module' ? part : part.module).moduleId.replace(`${root}/`, '')
  return part.type === 'module' ? file : `${file} > ${part.fullName}`
}

function whySkipped(test: TestCase): string | undefined {
  const result = test.result()
  return result.state === 'skipped' ? result.note : undefined
}
