import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Setup } from './setup.ts'

/** A running Asterisk, as the operating system sees it. */
export interface Program {
  pid: number | undefined
  /** Resolves when it is gone, with what it had to say. */
  ended: Promise<string>
  /** Ends it, politely for three seconds. */
  stop(): Promise<void>
  /** Ends it with SIGKILL. */
  kill(): Promise<void>
}

/** Starts Asterisk by the loader and libraries it was built for, whatever Linux this is; it dies with this process. */
export function launch({ tree, folder }: Setup): Program {
  const asterisk = [join(tree, 'loader'), '--library-path', join(tree, 'lib'), join(tree, 'asterisk')]
  const args = ['--pdeathsig', 'KILL', ...asterisk, '-C', join(folder, 'etc', 'asterisk.conf'), '-f', '-n', '-T']
  // in a process group of its own: Ctrl-C is for us, and we stop it in order
  const child = spawn('setpriv', args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-4000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = once(child, 'close').then(
    ([code, signal]) => `Asterisk ended (${signal ?? `exit code ${code}`}). ${output.trim()}`,
    (error: Error) => `Asterisk did not start: ${error.message}`,
  )
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const stop = async () => {
    const patience = new AbortController()
    const late = delay(3000, undefined, { signal: patience.signal }).then(
      () => end('SIGKILL'),
      () => undefined,
    )
    await end('SIGTERM')
    patience.abort()
    await late
  }
  return { pid: child.pid, ended, stop, kill: () => end('SIGKILL') }
}
