// Debian as the scripts use it: apt-get, what its sources say, and running its tools. Node built-ins only.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const defaultMirror = 'http://deb.debian.org/debian'

/**
 * @typedef {{ code: number, output: string }} Outcome
 */

/**
 * Runs a tool to its end with its output kept; a tool that is not there is an outcome as well.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => resolve({ code: -1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, output }))
  })
}

/**
 * What a failed tool said last; apt and debootstrap put E: in front of what went wrong.
 * @param {Outcome} outcome
 */
export function lastLine({ code, output }) {
  const lines = output.split('\n').filter((line) => line.trim())
  return (lines.filter((line) => line.startsWith('E:')).at(-1) ?? lines.at(-1) ?? `ended with code ${code}`).trim()
}

/**
 * What stands in the way of installing here, if anything does.
 * @param {string} tool
 */
export function barrierTo(tool) {
  const { ID = process.platform, PRETTY_NAME = ID } = osRelease()
  if (ID !== 'debian') return `not there, and fetching it with ${tool} needs Debian (this is ${PRETTY_NAME})`
  if (process.getuid?.() !== 0) return `not there, and fetching it with ${tool} needs root: run it once as root`
  return undefined
}

/**
 * Installs packages; answers why it failed, or nothing.
 * @param {string[]} names
 */
export async function install(names) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } }
  const patient = ['-q', '-o', 'DPkg::Lock::Timeout=120']
  // an update that half fails often leaves enough to install from: the installation is the judge
  const update = await run('apt-get', [...patient, 'update'], options)
  const outcome = await run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...names], options)
  if (outcome.code === 0) return undefined
  const [unreachable] = update.output.match(/Failed to fetch .*/) ?? []
  return `apt-get: ${lastLine(outcome)}${unreachable ? ` (${unreachable})` : ''}`
}

/** The Debian mirror that this machine's apt uses. */
export const aptMirror = () => mirrorIn(aptSources(), osRelease().VERSION_CODENAME ?? 'stable')

/**
 * The first Debian mirror in the texts of apt's sources files, in either of their formats.
 * @param {string[]} sources
 * @param {string} codename
 */
export function mirrorIn(sources, codename) {
  const suites = new Set([codename, 'stable', 'testing', 'unstable', 'forky', 'sid'])
  const entries = sources.flatMap((text) => [...deb822Entries(text), ...oneLineEntries(text)])
  const fitting = entries.filter(
    ({ components, suites: offered }) => components.includes('main') && offered.some((suite) => suites.has(suite)),
  )
  return fitting.flatMap(({ uris }) => uris).find((uri) => /^https?:/.test(uri)) ?? defaultMirror
}

/** @param {string} text */
function deb822Entries(text) {
  const stanzas = text.replace(/^#.*\n?/gm, '').split(/\n\s*\n/)
  return stanzas.flatMap((stanza) => {
    const fields = stanza.matchAll(/^([\w-]+):(.*(?:\n[ \t].*)*)/gm)
    const words = Object.fromEntries(
      [...fields].map(([, name, value]) => [name.toLowerCase(), value.trim().split(/\s+/)]),
    )
    if (!words.types?.includes('deb') || words.enabled?.[0] === 'no') return []
    return [{ uris: words.uris ?? [], suites: words.suites ?? [], components: words.components ?? [] }]
  })
}

/** @param {string} text */
function oneLineEntries(text) {
  const lines = text.matchAll(/^[ \t]*deb[ \t]+(?:\[[^\]]*\][ \t]*)?(\S+)[ \t]+(\S+)[ \t]+([^#\n]+)/gm)
  return [...lines].map(([, uri, suite, components]) => ({
    uris: [uri],
    suites: [suite],
    components: components.trim().split(/\s+/),
  }))
}

/** @returns {Record<string, string>} */
export function osRelease() {
  if (!existsSync('/etc/os-release')) return {}
  const lines = readFileSync('/etc/os-release', 'utf8').matchAll(/^(\w+)="?([^"\n]*)"?$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]))
}

function aptSources() {
  const folder = '/etc/apt/sources.list.d'
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name)) : []
  const paths = ['/etc/apt/sources.list', ...files.sort().map((name) => join(folder, name))]
  return paths.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8'))
}
