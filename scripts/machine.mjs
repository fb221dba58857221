// What `npm test` needs beyond npm: two browsers, fonts, PostgreSQL 15 and Asterisk 22. Node built-ins only, as it runs before
// anything is installed.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir, networkInterfaces } from 'node:os'
import { delimiter, join } from 'node:path'
import { fetchAsterisk } from './machine/asterisk.mjs'
import { barrierTo, install } from './machine/debian.mjs'
import { findPostgres, installWithServer, postgresPackage } from './machine/postgres.mjs'

/** Each part, the Debian package that brings it, and where it lies when it is there. */
const packages = [
  { part: 'chromium', name: 'chromium', find: () => onPath('chromium') },
  { part: 'firefox', name: 'firefox-esr', find: () => onPath('firefox-esr') ?? onPath('firefox') },
  { part: 'fonts', name: 'fonts-dejavu-core', find: () => filledFolder('/usr/share/fonts') },
  { part: 'postgres', name: postgresPackage(), find: findPostgres },
]
const debootstrap = { part: 'debootstrap', name: 'debootstrap', find: () => onPath('debootstrap') }

/**
 * Makes the machine ready for `npm test`; what cannot be had is listed with the reason, and nothing throws for it.
 * @param {{ log: (line: string) => void }} options
 */
export async function ensureMachine({ log }) {
  const missing = await ensurePackages(packages, log)
  const { tree, why } = await ensureAsterisk({ log })
  if (why) missing.push({ part: 'asterisk', why })
  const [chromium, firefox] = packages.map(({ find }) => find())
  return { ...(chromium && { chromium }), ...(firefox && { firefox }), ...(tree && { asterisk: tree }), missing }
}

/**
 * Fetches Asterisk 22 into `$OFFHOOK_CACHE` or `~/.cache/offhook` unless it is there; answers its folder, or why there is none.
 * @param {{ log: (line: string) => void }} options
 */
export async function ensureAsterisk({ log }) {
  const tree = join(process.env.OFFHOOK_CACHE || join(homedir(), '.cache', 'offhook'), 'asterisk-22')
  if (existsSync(tree)) return { tree }
  const why = barrierTo('debootstrap')
  if (why) return { why }
  const [without] = await ensurePackages([debootstrap], log)
  if (without) return { why: `debootstrap is missing: ${without.why}` }
  try {
    return await fetchAsterisk(tree, log)
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Asterisk never offers 127.0.0.1 as an ICE candidate; another address of this host can stand in for it. Where there is none,
 * the command is wrapped to run in a network of its own with one.
 * @param {string[]} command
 */
export function withLocalAddress(command) {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  if (addresses.some(({ family, address }) => family === 'IPv4' && !address.startsWith('127.'))) return command
  const setUp = 'ip link set lo up && ip addr add 10.77.0.1/32 dev lo && exec "$@"'
  return ['unshare', '--user', '--map-root-user', '--net', 'sh', '-c', setUp, 'sh', ...command]
}

/** @param {typeof packages} wanted @param {(line: string) => void} log */
async function ensurePackages(wanted, log) {
  const absent = wanted.filter(({ find }) => !find())
  if (absent.length === 0) return []
  const why = barrierTo('apt-get') ?? (await installAbsent(absent, log))
  return absent
    .filter(({ find }) => !find())
    .map(({ part }) => ({ part, why: why ?? 'still not there once installed' }))
}

async function installAbsent(absent, log) {
  const names = absent.map(({ name }) => name)
  log(`Installing ${names.join(', ')} with apt-get (a minute or two) …`)
  const started = Date.now()
  const why = await (names.includes(postgresPackage()) ? installWithServer(names) : install(names))
  if (!why) log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  return why
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const filledFolder = (path) => (existsSync(path) && readdirSync(path).length > 0 ? path : undefined)
