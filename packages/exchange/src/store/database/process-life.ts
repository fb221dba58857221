import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process, told from any other that has its number at another time or elsewhere. */
export interface ProcessMark {
  readonly pid: number
  /** In ticks since the machine started; empty where the machine does not say. */
  readonly started: string
  /** Where its number means something: the machine since it last started, and in it the container. */
  readonly place: string
}

/** What is known of a process: `unknown` where it cannot be seen from here. */
export type ProcessLife = 'alive' | 'dead' | 'unknown'

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, started: statOf(process.pid)?.started ?? '', place: ownPlace() }
}

/** Whether a process still runs. */
export function lifeOf({ pid, started, place }: ProcessMark): ProcessLife {
  if (place !== ownPlace()) return 'unknown'
  if (!exists(pid)) return 'dead'
  const now = statOf(pid)
  if (now === undefined || started === '') return 'unknown'
  // one that has ended keeps its number until its parent has looked
  return now.started === started && !/[ZX]/.test(now.state) ? 'alive' : 'dead'
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // it is there, but somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

// the 3rd and the 22nd field (proc(5)), counted after the name, which may hold anything
function statOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  const text = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields && { state: fields[0] ?? '', started: fields[19] ?? '' }
}

function ownPlace(): string {
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? ''
  const numbers = read(() => readlinkSync('/proc/self/ns/pid')) ?? ''
  return `${hostname()} ${boot} ${numbers}`
}

function read(look: () => string): string | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
