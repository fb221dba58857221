import type { OffhookError } from '../errors.ts'
import type { Holdings } from './holdings.ts'
import { type SourceStatus, sourceMachine } from './machine.ts'
import type { Book, ContactSource } from './transport.ts'

/** A source that is being read. */
export interface LiveSource {
  readonly source: ContactSource
  status(): SourceStatus
  error(): OffhookError | undefined
  books(): readonly Book[]
  /** Stops it; its contacts are gone. */
  close(): void
}

/** Reads a source into the holdings; `changed` is told of everything it says. */
export function openSource(source: ContactSource, holdings: Holdings, changed: () => void): LiveSource {
  const mine = new Set<string>()
  let books: readonly Book[] = []
  let status: SourceStatus = 'loading'
  let error: OffhookError | undefined
  // what was brought since a reading began; undefined while none is under way
  let brought: Set<string> | undefined

  const go = (signal: 'begin' | 'complete' | 'failed', reason?: OffhookError) => {
    status = sourceMachine.signal(status, signal) ?? status
    error = reason
    changed()
  }
  const remove = (uids: readonly string[]) => {
    for (const uid of uids) mine.delete(uid)
    holdings.remove(uids)
  }

  const stop = source.open({
    books(next) {
      const ids = new Set(next.map(({ id }) => id))
      books = next
      remove([...mine].filter((uid) => !ids.has(holdings.rows.get(uid)?.book ?? '')))
      changed()
    },
    contacts(contacts) {
      for (const { uid } of contacts) {
        mine.add(uid)
        brought?.add(uid)
      }
      holdings.put(contacts)
      changed()
    },
    removed(uids) {
      remove(uids)
      changed()
    },
    begin() {
      brought = new Set()
      go('begin')
    },
    complete() {
      const gone = brought === undefined ? [] : [...mine].filter((uid) => !brought?.has(uid))
      brought = undefined
      remove(gone)
      go('complete')
    },
    failed: (reason) => go('failed', reason),
  })

  return {
    source,
    status: () => status,
    error: () => error,
    books: () => books,
    close() {
      stop()
      remove([...mine])
    },
  }
}
