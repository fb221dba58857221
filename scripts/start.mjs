// npm start: installs what is needed, builds the softphone when it changed, and starts the exchange with its demo people.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { alone } from './alone.mjs'
import { install, node24, root } from './install.mjs'
import { handOver, orFail } from './node24.mjs'

const softphone = join(root, 'examples/softphone')
const page = join(softphone, 'dist')
const mark = join(root, '.cache/softphone-built')
/** What the page is made of. */
const inputs = [
  'packages/core/src',
  'packages/rest/src',
  'packages/webrtc/src',
  'examples/softphone',
  'package-lock.json',
]
const outputs = /[/](dist|node_modules)[/]/

await orFail(async () => {
  await install(console.error)
  await alone('softphone', buildSoftphone)
  handOver([join(root, 'packages/exchange/src/cli.ts'), '--demo', '--web', page, ...process.argv.slice(2)])
})

function buildSoftphone() {
  const wanted = inputsHash()
  const isBuilt = existsSync(join(page, 'index.html')) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted
  if (isBuilt) return
  console.error('Building the softphone …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  // whoever starts this may be a test, whose NODE_ENV would make a page for development
  const env = { ...process.env, NODE_ENV: 'production' }
  const how = { cwd: softphone, env, encoding: 'utf8' }
  const { status, stdout, stderr } = spawnSync(node24, [vite, 'build', softphone], how)
  if (status !== 0) throw new Error(`The softphone cannot be built.\n${stdout}${stderr}`)
  mkdirSync(dirname(mark), { recursive: true })
  writeFileSync(mark, wanted)
}

function inputsHash() {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesIn)) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** @param {string} path A file or a folder, from the root. */
function filesIn(path) {
  if (statSync(join(root, path)).isFile()) return [path]
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  return files.filter((file) => !outputs.test(file)).sort()
}
