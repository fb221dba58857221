// One at a time, over processes: a file that is there while its owner lives. Node built-ins only.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const cache = resolve(import.meta.dirname, '../.cache')

/**
 * Runs `work` while nobody else runs work of the same name; an owner that died does not count.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @param {{ folder?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<T>}
 */
export async function alone(name, work, { folder = cache, log = console.error } = {}) {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, `${name}.lock`)
  for (let isTold = false; !take(lock); isTold = true) {
    if (!isTold) log(`Waiting for process ${ownerOf(lock) ?? '?'}, which is busy with the same (${lock}) …`)
    await sleep(100)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  // the link appears whole, with its owner in it, or not at all
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const owner = ownerOf(lock)
    if (owner === undefined || isAlive(owner)) return false
    removeOf(owner, lock)
    return take(lock)
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Of two who find the same dead owner one removes the lock; what the other moves aside is new, and goes back. */
function removeOf(owner, lock) {
  const aside = `${lock}.${process.pid}.old`
  try {
    renameSync(lock, aside)
    if (ownerOf(aside) !== owner) linkSync(aside, lock)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
