// The thread of the embedded database: what takes long there must not hold up a call.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Answer, Failure, Report, Request } from './pglite-words.ts'

const nothing: Answer = { rows: [], affected: 0, command: '' }

// its write-ahead log would grow to a gigabyte before it is used again
const startParams = [...PGlite.defaultStartParams, '-c', 'max_wal_size=64MB']

async function open(folder: string, tell: (report: Report) => void): Promise<(request: Request) => Promise<void>> {
  const database = await PGlite.create(folder, { startParams })

  const carryOut = async (request: Request): Promise<Answer> => {
    switch (request.type) {
      case 'query': {
        const { sql, parameters } = request
        const done = await database.query<Answer['rows'][number]>(sql, [...parameters])
        return { rows: done.rows, affected: done.affectedRows ?? 0, command: done.command ?? '' }
      }
      case 'listen':
        await database.listen(request.channel, () => tell({ type: 'heard', channel: request.channel }))
        return nothing
      case 'close':
        await database.close()
        return nothing
    }
  }
  return async (request) => {
    const { id } = request
    try {
      tell({ type: 'answer', id, answer: await carryOut(request) })
    } catch (error) {
      tell({ type: 'failure', id, failure: toFailure(error) })
    }
  }
}

function toFailure(error: unknown): Failure {
  const { message, code, constraint } = Object(error) as Partial<Failure> // whatever was thrown, it may have these
  return { message: String(message ?? error), code: String(code ?? ''), constraint: String(constraint ?? '') }
}

// imported elsewhere than as a thread it does nothing
if (parentPort) {
  const port = parentPort
  const tell = (report: Report) => port.postMessage(report)
  const { folder } = workerData as { readonly folder: string } // given by the one place that starts this thread
  const answer = await open(folder, tell)
  port.on('message', (request: Request) => void answer(request))
  tell({ type: 'ready' })
}
