// A file has one reason to exist; past 400 lines it has more.
import { globSync, readFileSync } from 'node:fs'
import { root } from './run.ts'

const longest = 400

const long = globSync('{packages,examples,test,scripts,bench}/**/*.{ts,tsx,mts,mjs,css}', {
  cwd: root,
  exclude: ['**/node_modules/**', '**/dist/**'],
})
  .map((path) => ({ path, lines: readFileSync(`${root}/${path}`, 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > longest)

for (const { path, lines } of long) console.log(`${path} has ${lines} lines; at most ${longest}.`)
process.exitCode = long.length === 0 ? 0 : 1
