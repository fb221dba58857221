import type { OffhookError } from '../errors.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Contact } from './contact.ts'
import type { Holdings } from './holdings.ts'
import { type SourceStatus, sourceMachine } from './machine.ts'
import type { Book, ContactSource } from './transport.ts'
import { createTurns } from './turns.ts'

/** A source that is being read. */
export interface LiveSource {
  readonly source: ContactSource
  status(): SourceStatus
  error(): OffhookError | undefined
  books(): readonly Book[]
  /** Takes in at once what it brought and what still waits for its turn. */
  settle(): void
  /** Stops it; its contacts are gone. */
  close(): void
}

/** What reading a source needs of the directory. */
export interface SourceWorld {
  readonly holdings: Holdings
  readonly clock: Clock
  /** Told of everything a source says. */
  changed(): void
}

/** So many contacts are taken in at once; of more, the rest waits, so that the page can work in between. */
const atOnce = 500

/** Reads a source into the holdings. */
export function openSource(source: ContactSource, { holdings, clock, changed }: SourceWorld): LiveSource {
  const turns = createTurns(clock, atOnce)
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

  const bring = (contacts: readonly Contact[]) => {
    for (const { uid } of contacts) {
      mine.add(uid)
      brought?.add(uid)
    }
    holdings.put(contacts)
    changed()
  }

  const stop = source.open({
    books: (next) =>
      turns.take(1, () => {
        const ids = new Set(next.map(({ id }) => id))
        books = next
        remove([...mine].filter((uid) => !ids.has(holdings.rows.get(uid)?.book ?? '')))
        changed()
      }),
    contacts(contacts) {
      for (let at = 0; at < contacts.length; at += atOnce) {
        const some = contacts.slice(at, at + atOnce)
        turns.take(some.length, () => bring(some))
      }
    },
    removed: (uids) =>
      turns.take(uids.length, () => {
        remove(uids)
        changed()
      }),
    begin: () =>
      turns.take(1, () => {
        brought = new Set()
        go('begin')
      }),
    complete: () =>
      turns.take(1, () => {
        const gone = brought === undefined ? [] : [...mine].filter((uid) => !brought?.has(uid))
        brought = undefined
        remove(gone)
        go('complete')
      }),
    failed: (reason) => turns.take(1, () => go('failed', reason)),
  })

  return {
    source,
    status: () => status,
    error: () => error,
    books: () => books,
    settle: turns.settle,
    close() {
      stop()
      turns.close()
      remove([...mine])
    },
  }
}
