// What npm should have put in node_modules, put there once. Node built-ins only: it runs before anything is installed, on Node 20.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { alone } from './alone.mjs'

export const root = resolve(import.meta.dirname, '..')

/** The pinned Node, which runs everything but the first step. */
export const node24 = join(root, 'node_modules/node/bin/node')

const mark = join(root, 'node_modules/.offhook-lock')

/**
 * Makes node_modules what package-lock.json says, unless it is. Two at once wait for each other.
 * @param {(line: string) => void} log
 */
export async function install(log) {
  if (isInstalled()) return
  await alone('install', () => {
    if (isInstalled()) return
    log('Installing the npm packages (some fifteen seconds) …')
    npmInstall()
    expectPinnedNode()
    setMark()
  })
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
const isInstalled = () => existsSync(node24) && existsSync(mark) && readFileSync(mark, 'utf8') === lockHash()

/** Says that node_modules is as package-lock.json wants it. */
export const setMark = () => writeFileSync(mark, lockHash())

function npmInstall() {
  // what was whole once is brought up to date, under the feet of what runs from it; anything else is made anew
  const command = existsSync(mark) ? ['install', '--no-save'] : ['ci']
  // the flags win over NODE_ENV=production and over an .npmrc that omits or ignores
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts=false', '--no-audit', '--no-fund']
  const { status, stderr, error } = spawnSync('npm', [...command, ...flags, '--loglevel=error'], {
    ...{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  })
  if (status !== 0)
    throw new Error(`npm ${command[0]} failed: ${error?.message ?? stderr.trim().split('\n').slice(0, 10).join('\n')}`)
}

function expectPinnedNode() {
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node
  const version = existsSync(node24) ? execFileSync(node24, ['--version'], { encoding: 'utf8' }).trim() : 'missing'
  if (version === `v${pinned}`) return
  throw new Error(
    `node_modules/node should be v${pinned} and is ${version}: npm must be let run its install script (npm 12: allowScripts).`,
  )
}
