import { join } from 'node:path'
import { root } from '../check/run.ts'

/** What the test runner found. */
export interface TestResults {
  readonly passed: number
  readonly failed: readonly string[]
  readonly skipped: readonly { readonly name: string; readonly why: string | undefined }[]
}

/** Where the reporter leaves its results. */
export const resultsFile = join(root, '.cache/test-results.json')
