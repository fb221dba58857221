import { defineConfig } from 'vitest/config'

const conditions = ['offhook-source', 'module', 'browser', 'development|production']
const fromSource = {
  resolve: { conditions },
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
          typecheck: { enabled: false },
        },
      },
      {
        ...fromSource,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
