import { OffhookError, toOffhookError } from '../errors.ts'
import { defineMachine, type StatusOf } from './machine.ts'
import { handled } from './promise.ts'
import { createStore, type Readable } from './store.ts'

/** The life of something that is kept elsewhere: it arrives, it is saved, and a refusal leaves it as it was. */
export const documentMachine = /* @__PURE__ */ defineMachine('document', ['loading'], {
  loading: { commands: {}, signals: { arrived: 'ready' } },
  ready: { commands: { save: 'saving' }, signals: { arrived: 'ready', forgotten: 'loading' } },
  saving: {
    commands: { save: 'saving' },
    signals: { arrived: 'saving', saved: 'ready', forgotten: 'loading' },
    refused: 'ready',
  },
})

/** The statuses of a document. */
export type DocumentStatus = StatusOf<typeof documentMachine.table>

/** Something that is kept elsewhere, as it is known now. */
export type DocumentSnapshot<Value, Wanted> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: Value }
  /** `wanted` was asked for and is not true yet. */
  | { readonly status: 'saving'; readonly value: Value; readonly wanted: Wanted }

/** A document with its way in for news, which never leaves its slice. */
export interface LiveDocument<Value, Wanted> extends Readable<DocumentSnapshot<Value, Wanted>> {
  /** What it is now, as the other side says; undefined: nobody's any more, and of whoever comes next it is not known yet. */
  arrive(value: Value | undefined): void
  /** Asks for a change: one after the other, in their order. Throws `illegal-command` while loading, and `closed`. */
  save(wanted: Wanted, send: () => Promise<void>): Promise<void>
  close(): void
}

/** Keeps the one truth about something that is kept elsewhere; `merge` joins what is wanted already with what is wanted too. */
export function createDocument<Value, Wanted>(
  merge = (_: Wanted, next: Wanted): Wanted => next,
): LiveDocument<Value, Wanted> {
  const store = createStore<DocumentSnapshot<Value, Wanted>>({ status: 'loading' })
  const { getSnapshot, subscribe } = store
  let waiting = 0
  let line: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const settle = () => {
    const now = getSnapshot()
    if (--waiting === 0 && now.status === 'saving') store.set({ status: 'ready', value: now.value })
  }

  return {
    getSnapshot,
    subscribe,
    arrive(value) {
      const now = getSnapshot()
      if (isClosed) return
      if (value === undefined) store.set({ status: 'loading' })
      else store.set(now.status === 'saving' ? { ...now, value } : { status: 'ready', value })
    },
    save(wanted, send) {
      if (isClosed) throw new OffhookError('closed')
      const now = getSnapshot()
      documentMachine.command(now.status, 'save')
      const all = now.status === 'saving' ? merge(now.wanted, wanted) : wanted
      if (now.status !== 'loading') store.set({ status: 'saving', value: now.value, wanted: all })
      waiting++
      const sent = line.then(send)
      line = sent.then(settle, settle)
      const failed = (thrown: unknown): never => {
        throw toOffhookError(thrown)
      }
      // settled before who waits for it goes on, so that they read what became of it
      return handled(Promise.all([sent, line]).then(() => {}, failed))
    },
    close() {
      isClosed = true
    },
  }
}
