// Asterisk 22 out of Debian forky, reduced to a folder that runs on any Linux of the same processor. Node built-ins only.
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { aptMirror, lastLine, run } from './debian.mjs'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Makes the folder, by one process at a time and whole or not at all; answers it, or why there is none.
 * @param {string} tree
 * @param {(line: string) => void} log
 * @returns {Promise<{ tree: string } | { why: string }>}
 */
export async function fetchAsterisk(tree, log) {
  await mkdir(dirname(tree), { recursive: true })
  const making = `${tree}.making`
  return underLock(`${tree}.lock`, log, async (lock) => {
    if (existsSync(tree)) return { tree }
    const started = Date.now()
    try {
      await removeFolder(making)
      const version = await makeTree(making, lock, log)
      await rename(join(making, 'tree'), tree)
      log(`Asterisk ${version} is in ${tree} (${Math.round((Date.now() - started) / 1000)} s).`)
      return { tree }
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) }
    } finally {
      await removeFolder(making)
    }
  })
}

/** @param {string} making @param {number} lock @param {(line: string) => void} log */
async function makeTree(making, lock, log) {
  const [debian, tree, mirror] = [join(making, 'debian'), join(making, 'tree'), aptMirror()]
  log(`Fetching Asterisk 22 from ${mirror} with debootstrap (once, about a minute) …`)
  await mkdir(making)
  const what = ['--variant=minbase', '--include=asterisk,asterisk-modules']
  const args = [`--keyring=${keyring}`, ...what, 'forky', debian, mirror, 'sid']
  // debootstrap holds the lock as well: should it outlive us, nobody starts another before it has ended
  const outcome = await run('debootstrap', args, { stdio: ['ignore', 'pipe', 'pipe', lock] })
  if (outcome.code !== 0) throw new Error(`debootstrap: ${lastLine(outcome)}`)
  await reduce(debian, tree)
  const version = await versionOf(tree)
  if (!version.startsWith('22.')) throw new Error(`Debian forky has Asterisk ${version}, and 22 is wanted`)
  await removeFolder(debian)
  return version
}

/** Keeps what Asterisk reads: its binary, modules and data, and every library they link to with the loader they belong to. */
async function reduce(debian, tree) {
  const libraries = await libraryFolder(join(debian, 'usr/lib'))
  const loader = join(libraries, only((await readdir(libraries)).filter((name) => /^ld-linux-.*\.so\.\d+$/.test(name))))
  const binary = join(debian, 'usr/sbin/asterisk')
  const modules = join(libraries, 'asterisk/modules')
  const programs = [binary, ...(await readdir(modules)).map((name) => join(modules, name))]
  const share = join(debian, 'usr/share/asterisk')
  const copies = [
    [loader, 'loader'],
    [binary, 'asterisk'],
    [modules, 'modules'],
    [join(share, 'documentation'), 'share/documentation'],
    [join(share, 'rest-api'), 'share/rest-api'],
    [join(share, 'sounds/en_US_f_Allison'), 'share/sounds/en'],
    ...(await linkedBy(programs, loader)).map((library) => [library, `lib/${basename(library)}`]),
  ]
  for (const [from, to] of copies) await cp(from, join(tree, to), { recursive: true, dereference: true })
}

/** The paths of all libraries that the programs link to, by the word of the loader. */
async function linkedBy(programs, loader) {
  const linked = new Set()
  for (const program of programs) {
    const { output } = await run(loader, ['--library-path', dirname(loader), '--list', program])
    for (const [, library] of output.matchAll(/=> (\/\S+)/g)) linked.add(library)
  }
  return [...linked]
}

async function libraryFolder(parent) {
  const names = await readdir(parent)
  return join(parent, only(names.filter((name) => existsSync(join(parent, name, 'asterisk/modules')))))
}

function only([first, ...others]) {
  if (first && others.length === 0) return first
  throw new Error("Debian's Asterisk is laid out in a way this script does not know")
}

async function versionOf(tree) {
  const outcome = await run(join(tree, 'loader'), ['--library-path', join(tree, 'lib'), join(tree, 'asterisk'), '-V'])
  const version = /^Asterisk (\d+(?:\.\d+)*)/m.exec(outcome.output)?.[1]
  if (!version) throw new Error(`the fetched Asterisk does not start: ${lastLine(outcome)}`)
  return version
}

/** A run that was killed inside debootstrap leaves /proc and /sys mounted below its folder. */
async function removeFolder(folder) {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  const points = mounts.map((line) => line.split(' ')[4] ?? '').filter((point) => point.startsWith(`${folder}/`))
  for (const point of points.reverse()) {
    const outcome = await run('umount', [point])
    if (outcome.code !== 0) throw new Error(`umount ${point}: ${lastLine(outcome)}`)
  }
  await rm(folder, { recursive: true, force: true })
}

/** A kernel lock on an open file: it ends when we, and those we hand the file to, have ended. */
async function underLock(path, log, work) {
  const file = await open(path, 'w')
  const flock = (how) => run('flock', [how, '3'], { stdio: ['ignore', 'pipe', 'pipe', file.fd] })
  try {
    if ((await flock('--nonblock')).code !== 0) {
      log('Another run is fetching Asterisk; waiting for it …')
      const outcome = await flock('--exclusive')
      if (outcome.code !== 0) throw new Error(`flock ${path}: ${lastLine(outcome)}`)
    }
    return await work(file.fd)
  } finally {
    await file.close()
  }
}
