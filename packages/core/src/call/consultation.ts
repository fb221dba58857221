import { OffhookError, toOffhookError } from '../errors.ts'
import { defineMachine, type StatusOf } from '../kernel/machine.ts'
import { handled, reached } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { Call } from './call.ts'
import { callMachine } from './machine.ts'

/** The life of a warm transfer: hold, call the colleague, then connect the two or go back. */
export const consultationMachine = /* @__PURE__ */ defineMachine('consultation', ['calling'], {
  calling: {
    commands: { complete: 'completing', cancel: 'cancelling' },
    signals: { answered: 'talking', colleagueGone: 'cancelling', completed: 'completed', originalGone: 'abandoned' },
  },
  talking: {
    commands: { complete: 'completing', cancel: 'cancelling' },
    signals: { colleagueGone: 'cancelling', completed: 'completed', originalGone: 'abandoned' },
  },
  completing: {
    commands: {},
    signals: { completed: 'completed', originalGone: 'abandoned' },
    refused: 'back',
  },
  cancelling: {
    commands: {},
    signals: { cancelled: 'cancelled', completed: 'completed', originalGone: 'abandoned' },
  },
  completed: { commands: {}, signals: {} },
  cancelled: { commands: {}, signals: {} },
  abandoned: { commands: {}, signals: {} },
})

/** The statuses of a warm transfer; `abandoned`: the original caller hung up, the colleague is still there. */
export type ConsultationStatus = StatusOf<typeof consultationMachine.table>

/** A warm transfer as it is now. */
export interface ConsultationSnapshot {
  readonly status: ConsultationStatus
  /** Why it went back to the original caller without being asked to, or why that did not go well. */
  readonly error?: OffhookError
}

/** A warm transfer under way. */
export interface Consultation extends Readable<ConsultationSnapshot> {
  /** The call that waits on hold. */
  readonly original: Call
  /** The call with the colleague. */
  readonly colleague: Call
  /**
   * Connects the two and leaves; while the colleague still rings the original caller is sent there (blind).
   * Rejects when that is refused.
   */
  complete(): Promise<void>
  /** Hangs up with the colleague and goes back to the original caller; rejects when that one cannot be taken off hold. */
  cancel(): Promise<void>
}

/** Watches two calls and moves them by their own public commands only. */
export function createConsultation(original: Call, colleague: Call, target: string): Consultation {
  const store = createStore<ConsultationSnapshot>({ status: 'calling' })
  const status = () => store.getSnapshot().status
  const go = (next: ConsultationStatus, error = store.getSnapshot().error) =>
    store.set(error === undefined ? { status: next } : { status: next, error })
  const signal = (name: string, error?: OffhookError) => {
    const next = consultationMachine.signal(status(), name)
    if (next !== undefined) go(next, error)
    return next !== undefined
  }

  const goBack = async () => {
    try {
      if (colleague.can('hangUp')) await colleague.hangUp()
      await resume(original)
      signal('cancelled')
    } catch (thrown) {
      const error = toOffhookError(thrown)
      // with the colleague gone there is nothing left to cancel: the original caller waits on hold
      signal('cancelled', error)
      throw error
    }
  }

  const watch = () => {
    const first = original.getSnapshot()
    if (first.status === 'ended') return void signal(first.reason === 'transferred' ? 'completed' : 'originalGone')
    const second = colleague.getSnapshot()
    if (second.status === 'ended') {
      const message = `The call with the colleague ended (${second.reason}).`
      if (signal('colleagueGone', new OffhookError('call-ended', { message }))) handled(goBack())
    } else if ('connectedAt' in second) signal('answered')
  }
  const stops = [original.subscribe(watch), colleague.subscribe(watch)]
  handled(
    reached(store, ({ status }) => isOver(status)).then(() => {
      for (const stop of stops) stop()
    }),
  )

  const connect = async (from: ConsultationStatus) => {
    try {
      await (from === 'talking' ? original.transfer(colleague) : sendAfter(original, colleague, target))
    } catch (thrown) {
      const error = toOffhookError(thrown)
      if (status() === 'completing') go(consultationMachine.refused('completing', from), error)
      watch()
      throw error
    }
  }

  const { getSnapshot, subscribe } = store
  const give = (command: string) => {
    const from = status()
    // what went wrong before is no news about this command
    store.set({ status: consultationMachine.command(from, command) })
    return from
  }
  return {
    ...{ original, colleague, getSnapshot, subscribe },
    complete: () => handled(connect(give('complete'))),
    cancel() {
      give('cancel')
      return handled(goBack())
    },
  }
}

/** Only an answered call can be replaced by another (RFC 3891 section 3): a colleague who still rings is rung again. */
async function sendAfter(original: Call, colleague: Call, target: string): Promise<void> {
  await isAside(original)
  callMachine.command(original.getSnapshot().status, 'transfer')
  if (colleague.can('hangUp')) await colleague.hangUp()
  await original.transfer(target)
}

/** Takes a call off hold, also one that is only being put there. */
async function resume(call: Call): Promise<void> {
  await isAside(call)
  if (call.can('resume')) await call.resume()
}

const isAside = (call: Call) => reached(call, ({ status }) => status !== 'holding')

const isOver = (status: ConsultationStatus) =>
  status === 'completed' || status === 'cancelled' || status === 'abandoned'
