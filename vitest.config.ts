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
          // browsers, exchanges and Asterisk: one file at a time, and not while the unit tests want the processor
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
