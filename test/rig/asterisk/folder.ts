import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'offhook-asterisk-'

/** A folder of one's own below the temporary folder; those whose process was killed before it could tidy up go first. */
export function createFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^offhook-asterisk-(\d+)-/.exec(name)?.[1]
    if (owner && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
