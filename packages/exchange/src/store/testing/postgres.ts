// The PostgreSQL of the tests is a program of its own, which ends with the process that started it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A PostgreSQL server of one test file. */
export interface Server {
  /** The address of a new, empty database. */
  database(): Promise<string>
  /** Ends it as a crash would, and starts it again. */
  crash(): Promise<void>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, '../../../../../test/rig/postgres.ts')

/** Starts a server. */
export async function startServer(): Promise<Server> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let made = 0
  const ask = async (order: object) => {
    const answer = heard(child)
    child.send(order)
    return answer
  }
  return {
    async database() {
      made += 1
      const { url } = await ask({ order: 'database', name: `test_${made}` })
      return url ?? ''
    },
    crash: async () => void (await ask({ order: 'crash' })),
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

interface Told {
  readonly url?: string
}

async function heard(child: ChildProcess): Promise<Told> {
  const stop = new AbortController()
  const { signal } = stop
  try {
    const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('PostgreSQL did not start.')))
    const [told] = await Promise.race([once(child, 'message', { signal }), ended])
    return told
  } finally {
    stop.abort()
  }
}
