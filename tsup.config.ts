import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

interface Manifest {
  exports: Record<string, { 'offhook-source'?: string }>
  bin?: Record<string, string>
}

// run in a package's folder, as `npm run build` does: what its package.json exports is what is built
const { exports, bin = {} }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))

const exported = Object.entries(exports).flatMap(([subpath, { 'offhook-source': source }]) =>
  source === undefined ? [] : [[subpath === '.' ? 'index' : subpath.slice('./'.length), source]],
)
const programs = Object.values(bin)
  .map((built) => built.replace('./dist/', '').replace('.js', ''))
  .map((name) => [name, `src/${name}.ts`])

export default defineConfig({
  entry: Object.fromEntries([...exported, ...programs]),
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: { compilerOptions: { composite: false } },
  // one copy of each class in CJS too, or `instanceof OffhookError` would fail between two entries of a package
  splitting: true,
  sourcemap: true,
  clean: true,
  silent: true,
})
