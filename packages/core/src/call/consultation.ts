import type { OffhookError } from '../errors.ts'
import { toOffhookError } from '../errors.ts'
import { defineMachine, type StatusOf } from '../kernel/machine.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { Call } from './call.ts'

/** The life of a warm transfer: hold, call the colleague, then connect the two or go back. */
export const consultationMachine = defineMachine('consultation', ['calling'], {
  calling: {
    commands: { complete: 'completing', cancel: 'cancelling' },
    signals: { answered: 'talking', colleagueGone: 'cancelling', originalGone: 'abandoned' },
  },
  talking: {
    commands: { complete: 'completing', cancel: 'cancelling' },
    signals: { colleagueGone: 'cancelling', originalGone: 'abandoned' },
  },
  completing: {
    commands: {},
    signals: { completed: 'completed', originalGone: 'abandoned' },
    refused: 'back',
  },
  cancelling: {
    commands: {},
    signals: { cancelled: 'cancelled', originalGone: 'abandoned' },
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
  /** Why it went back to the original caller without being asked to. */
  readonly error?: OffhookError
}

/** A warm transfer under way. */
export interface Consultation extends Readable<ConsultationSnapshot> {
  /** The call that waits on hold. */
  readonly original: Call
  /** The call with the colleague. */
  readonly colleague: Call
  /** Connects the two and leaves; while the colleague still rings the original caller is sent there (blind). */
  complete(): Promise<void>
  /** Hangs up with the colleague and goes back to the original caller. */
  cancel(): Promise<void>
}

/** Watches two calls and moves them by their own public commands only. */
export function createConsultation(original: Call, colleague: Call, target: string): Consultation {
  const store = createStore<ConsultationSnapshot>({ status: 'calling' })
  const status = () => store.getSnapshot().status
  const signal = (name: string) => {
    const next = consultationMachine.signal(status(), name)
    if (next !== undefined) store.set({ ...store.getSnapshot(), status: next })
  }

  const goBack = async () => {
    if (colleague.can('hangUp')) await colleague.hangUp()
    if (original.can('resume')) await original.resume()
    signal('cancelled')
  }

  const connect = async (from: ConsultationStatus) => {
    if (from === 'talking') return original.transfer(colleague)
    // only an answered call can be replaced by another (RFC 3891 section 3): a colleague who still rings is rung again
    await colleague.hangUp()
    return original.transfer(target)
  }

  const watch = () => {
    const first = original.getSnapshot()
    if (first.status === 'ended') return signal(first.reason === 'transferred' ? 'completed' : 'originalGone')
    const second = colleague.getSnapshot().status
    if (second === 'connected') return signal('answered')
    if (second !== 'ended' || consultationMachine.signal(status(), 'colleagueGone') === undefined) return
    signal('colleagueGone')
    goBack().catch((thrown) => store.set({ ...store.getSnapshot(), error: toOffhookError(thrown) }))
  }
  const stops = [original.subscribe(watch), colleague.subscribe(watch), store.subscribe(() => stopWhenOver())]
  const stopWhenOver = () => {
    if (isOver(status())) for (const stop of stops) stop()
  }

  const complete = async () => {
    const from = status()
    store.set({ status: consultationMachine.command(from, 'complete') })
    try {
      await connect(from)
    } catch (thrown) {
      const error = toOffhookError(thrown)
      if (status() === 'completing') store.set({ status: consultationMachine.refused('completing', from), error })
      watch()
      throw error
    }
  }

  const cancel = async () => {
    store.set({ status: consultationMachine.command(status(), 'cancel') })
    await goBack()
  }

  const { getSnapshot, subscribe } = store
  return { original, colleague, getSnapshot, subscribe, complete, cancel }
}

const isOver = (status: ConsultationStatus) =>
  status === 'completed' || status === 'cancelled' || status === 'abandoned'
