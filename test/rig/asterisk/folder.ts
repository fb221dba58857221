import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from './alive.ts'

/** A folder of one's own below the temporary folder; those whose process was killed before it could tidy up go first. */
export function createFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^offhook-asterisk-(\d+)-/.exec(name)?.[1]
    const folder = join(tmpdir(), name)
    if (owner && !isAlive(Number(owner)) && isOurs(folder)) removeFolder(folder)
  }
  return mkdtempSync(join(tmpdir(), `offhook-asterisk-${process.pid}-`))
}

// two that start at once may be tidying up the same
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

const isOurs = (folder: string) => lstatSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()
