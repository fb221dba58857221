import { Worker } from 'node:worker_threads'
import { StoreError } from '../errors.ts'
import { toStoreError } from './failures.ts'
import type { Answer, Failure, Question, Report } from './pglite-words.ts'

/** An embedded database that runs in a thread of its own. */
export interface Engine {
  query(sql: string, parameters: readonly unknown[]): Promise<Answer>
  /** Calls back whenever something is told on a channel, for as long as the engine runs. */
  listen(channel: string, hear: () => void): Promise<void>
  /** Whether it can be asked no more; it never can again. */
  readonly isLost: boolean
  /** Resolves when its thread has ended, and nothing is written any more. */
  readonly gone: Promise<void>
  /** Writes everything down and ends the thread. */
  close(): Promise<void>
  /** Ends the thread as it is. */
  kill(): Promise<void>
}

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

// from source it is TypeScript; built, it lies beside whatever file this became part of
const program = new URL(import.meta.url.endsWith('.ts') ? './pglite-worker.ts' : './pglite-worker.js', import.meta.url)

// after these (a full disk, a broken file, a fault of its own) the engine answers nothing sensible, or never again
const fatal = /^(53100|53200|58|XX|F0)|^(?![0-9A-Z]{5}$)/

/** Starts the engine on a folder; resolves when it can be asked. */
export async function startEngine(folder: string): Promise<Engine> {
  const worker = new Worker(program, { workerData: { folder } })
  const waiting = new Map<number, Waiting>()
  const hearing = new Map<string, () => void>()
  let lastId = 0
  let lost: StoreError | undefined
  const gone = new Promise<void>((resolve) => void worker.once('exit', () => resolve()))

  const lose = (cause: unknown) => {
    lost ??= new StoreError('unavailable', 'The database of this exchange stopped; it is started again.', { cause })
    for (const { reject } of waiting.values()) reject(lost)
    waiting.clear()
  }

  const receive = (report: Exclude<Report, { type: 'ready' }>) => {
    if (report.type === 'heard') return hearing.get(report.channel)?.()
    if (report.type === 'failure' && fatal.test(report.failure.code)) {
      lose(toError(report.failure))
      return void worker.terminate()
    }
    const asked = waiting.get(report.id)
    waiting.delete(report.id)
    if (report.type === 'answer') asked?.resolve(report.answer)
    else asked?.reject(toStoreError(toError(report.failure)))
  }

  const ask = (question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      if (lost) return reject(lost)
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...question, id })
    })

  await ready(worker, folder)
  worker.on('message', receive)
  worker.on('error', lose)
  worker.on('exit', (code) => lose(new Error(`Its thread ended with code ${code}.`)))

  return {
    query: (sql, parameters) => ask({ type: 'query', sql, parameters }),
    async listen(channel, hear) {
      hearing.set(channel, hear)
      await ask({ type: 'listen', channel })
    },
    get isLost() {
      return lost !== undefined
    },
    gone,
    async close() {
      // what it could not write down now it has in its log, and reads there when it is opened again
      if (!lost) await ask({ type: 'close' }).catch(() => undefined)
      await worker.terminate()
    },
    kill: async () => void (await worker.terminate()),
  }
}

/** Resolves with the first thing it says, and leaves no listener behind. */
function ready(worker: Worker, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('error', fail).off('exit', ended).off('message', succeed)
      act()
    }
    const fail = (cause: Error) => {
      // a disk that is full is an error without a text
      const why = cause.message || 'is the disk full?'
      const error = new StoreError('unavailable', `The database in ${folder} cannot be started: ${why}`, { cause })
      settle(() => void worker.terminate().then(() => reject(error)))
    }
    const ended = (code: number) => fail(new Error(`its thread ended with code ${code}`))
    const succeed = () => settle(resolve)
    worker.on('error', fail).on('exit', ended).on('message', succeed)
  })
}

const toError = ({ message, ...facts }: Failure) => Object.assign(new Error(message), facts)
