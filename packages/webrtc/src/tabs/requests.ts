import { type CallCommand, type Clock, OffhookError } from '@offhook/core'
import { errorOf } from './failure.ts'
import type { Asked, Failure, Request } from './message.ts'
import { whenSilent } from './patience.ts'

/** What this tab asked, and what became of it. */
export interface Requests {
  /** Asks the tab that carries the calls, now or as soon as there is one. */
  ask(request: Request): Promise<void>
  /** That tab has heard it. */
  taken(number: number): void
  done(number: number, failure: Failure | undefined): void
  /** Another tab carries the calls from now on, or this one. */
  turned(): void
  /** Nothing will be done any more. */
  close(): void
}

/** What requests need of the tab around them. */
export interface RequestsWorld {
  readonly clock: Clock
  /** Whether anybody carries the calls, as far as is known. */
  isLed(): boolean
  /** Brings a request to the tab that carries the calls. */
  post(asked: Asked): void
  /** That tab does not hear. */
  silent(): void
}

interface Pending {
  readonly request: Request
  readonly resolve: () => void
  readonly reject: (error: OffhookError) => void
  /** Stops waiting for it to be heard. */
  cancel: () => void
  wasPosted: boolean
}

// what may be asked again without knowing whether it was done
const repeatable: ReadonlySet<CallCommand['type']> = new Set(['answer', 'decline', 'hangUp', 'hold', 'mute', 'unmute'])
const isRepeatable = (request: Request) => request.of !== 'call' || repeatable.has(request.command.type)

/** Keeps what was asked until it is done, by this tab that carries the calls or by the next. */
export function createRequests({ clock, isLed, post, silent }: RequestsWorld): Requests {
  const pending = new Map<number, Pending>()
  let last = 0

  const send = (number: number, one: Pending) => {
    one.wasPosted = true
    one.cancel()
    one.cancel = whenSilent(clock, silent)
    post({ number, request: one.request })
  }
  const settle = (number: number, how: (one: Pending) => void) => {
    const one = pending.get(number)
    pending.delete(number)
    one?.cancel()
    if (one !== undefined) how(one)
  }

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const one = { request, resolve, reject, cancel: () => {}, wasPosted: false }
        const number = ++last
        pending.set(number, one)
        if (isLed()) send(number, one)
      }),
    taken: (number) => pending.get(number)?.cancel(),
    done: (number, failure) =>
      settle(number, ({ resolve, reject }) => (failure === undefined ? resolve() : reject(errorOf(failure)))),
    turned() {
      for (const [number, one] of [...pending]) {
        if (!one.wasPosted || isRepeatable(one.request)) send(number, one)
        else settle(number, ({ reject }) => reject(new OffhookError('tab-gone')))
      }
    },
    close() {
      for (const number of [...pending.keys()]) settle(number, ({ reject }) => reject(new OffhookError('closed')))
    },
  }
}
