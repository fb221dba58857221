import { defineConfig } from 'vitest/config'

const fromSource = {
  resolve: { conditions: ['offhook-source', 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: ['offhook-source', 'node', 'module', 'development|production'] } },
}

export default defineConfig({
  test: {
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
          // browsers, exchanges and Asterisk wait more than they work: two files at a time, but not beside the unit tests
          maxWorkers: 2,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
