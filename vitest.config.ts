import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// what takes minutes does not begin when everything else is done
const longest = [/contract\.(?!test)/, /browser\.faults/, /softphone/, /browser\./, /docs\.test/]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => name.test(moduleId))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

const fromSource = {
  resolve: { conditions: ['offhook-source', 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: ['offhook-source', 'node', 'module', 'development|production'] } },
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'examples/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          // only to end what hangs: a database begins in seconds, and in more of them where others work as well
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...fromSource,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // browsers, exchanges and Asterisk wait more than they work: three files at a time, but not beside the unit tests
          maxWorkers: 3,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
