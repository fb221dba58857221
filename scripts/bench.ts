// npm run bench -- NAME …: measures what bench/NAME measures; without a name it says which there are.
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './check/run.ts'

const names = globSync('*/run.ts', { cwd: join(root, 'bench') }).map(dirname)
// the rest is for the benchmark, which reads its own flags
const [name] = process.argv.splice(2, 1)

if (name !== undefined && names.includes(name)) await import(join(root, 'bench', name, 'run.ts'))
else {
  console.error(`Usage: npm run bench -- NAME …, NAME one of: ${names.join(', ')}.`)
  process.exitCode = 2
}
