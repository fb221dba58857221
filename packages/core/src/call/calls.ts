import { OffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { randomId } from '../kernel/id.ts'
import { type NumberPlan, numberPlans, parseTarget } from '../kernel/number.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { type Call, type CallWorld, createLiveCall, type LiveCall } from './call.ts'
import { createConsultation } from './consultation.ts'
import type { CallSignal, IncomingCall } from './signal.ts'
import type { CallSnapshot } from './snapshot.ts'
import type { CallId, CallTransport, DialOptions, TransferTarget } from './transport.ts'

/** The calls there are now. */
export interface CallsSnapshot {
  /** Oldest first; a call leaves the list when it ends. */
  readonly all: readonly Call[]
  /** The call that has the sound, if any. */
  readonly active: Call | undefined
}

/** Facts about calls, one at a time. */
export interface CallEvents {
  /** Somebody calls. */
  incoming: (call: Call) => void
  /** A call was answered, by either side. */
  answered: (call: Call) => void
  /** A call is over; its snapshot says why. */
  ended: (call: Call) => void
  /** An incoming call that nobody of this person answered, here or elsewhere. */
  missed: (call: Call) => void
  /** A command was refused and the call is where it was. */
  refused: (call: Call, command: string, error: OffhookError) => void
}

/** Every call of the phone. */
export interface Calls extends Readable<CallsSnapshot> {
  /** Calls a number, extension or address; the call is there at once. Throws `bad-number`. */
  dial(target: string, options?: DialOptions): Call
  /** The call with an id, while it lives. */
  get(id: CallId): Call | undefined
  /** Puts the active call on hold and resumes the one that waits longest on hold. */
  swap(): Promise<void>
}

/** The world a calls slice lives in, each with a default. */
export interface CallsOptions {
  readonly clock?: Clock
  readonly createId?: () => CallId
  /** How numbers without a country code are read; default the Netherlands. */
  readonly numbers?: NumberPlan
  /** Where the events go. */
  readonly emit?: <Name extends keyof CallEvents>(name: Name, ...facts: Parameters<CallEvents[Name]>) => void
}

/** A calls slice and what closes it. */
export interface LiveCalls {
  readonly calls: Calls
  close(): void
}

/** Composes the calls of one transport: one has the sound at a time, the others wait on hold. */
export function createCalls(transport: CallTransport, options: CallsOptions = {}): LiveCalls {
  const { clock = systemClock, createId = randomId, numbers = numberPlans.NL, emit = () => {} } = options
  const live = new Map<CallId, LiveCall>()
  const store = createStore<CallsSnapshot>({ all: [], active: undefined })
  const others = (id: CallId) => [...live.values()].map(({ call }) => call).filter((call) => call.id !== id)
  let sound: Promise<unknown> = Promise.resolve()

  const refresh = () => {
    const all = [...live.values()].map(({ call }) => call)
    const { all: before } = store.getSnapshot()
    const isSame = all.length === before.length && all.every((call, at) => call === before[at])
    store.set({ all: isSame ? before : Object.freeze(all), active: all.find(hasSound) })
  }

  const takeSound: CallWorld['takeSound'] = (id, send) => {
    const taken = sound.then(async () => {
      for (const call of others(id)) await putAside(call)
      await send()
      const call = live.get(id)?.call
      if (call !== undefined) await settled(call)
    })
    sound = taken.catch(() => {})
    return taken
  }

  const transferTarget = (to: string | Call): TransferTarget =>
    typeof to === 'string' ? { kind: 'number', target: parseTarget(to, numbers) } : { kind: 'call', id: to.id }

  const world: CallWorld = {
    clock,
    transport,
    takeSound,
    transferTarget,
    consult(original, target) {
      return createConsultation(original, dial(target), target)
    },
    refused(id, command, error) {
      const call = live.get(id)?.call
      if (call !== undefined) emit('refused', call, command, error)
    },
  }

  const adopt = (birth: CallSnapshot): LiveCall => {
    const born = createLiveCall(birth, world)
    live.set(birth.id, born)
    let before = birth
    born.call.subscribe(() => {
      const now = born.call.getSnapshot()
      const was = before
      before = now
      if (now.status !== was.status) moved(born.call, was, now)
    })
    refresh()
    return born
  }

  const moved = (call: Call, was: CallSnapshot, now: CallSnapshot) => {
    const isAnswered = now.status === 'connected' && !('connectedAt' in was)
    if (isAnswered && was.status !== 'answering') takeSound(call.id, async () => {}).catch(() => {})
    if (now.status === 'ended') live.delete(call.id)
    refresh()
    if (isAnswered) emit('answered', call)
    if (now.status === 'ended') emit('ended', call)
    if (isMissed(now)) emit('missed', call)
  }

  const dial: Calls['dial'] = (input, options = {}) => {
    const target = parseTarget(input, numbers)
    const birth = newborn(createId(), 'outgoing', clock.now())
    const { call, begin } = adopt({ ...birth, status: 'dialing', remote: { number: target.dial } })
    begin({ type: 'dial', target, options })
    return call
  }

  const swap = async () => {
    const waiting = store.getSnapshot().all.find((call) => call.getSnapshot().status === 'held')
    if (waiting === undefined) throw new OffhookError('illegal-command', { message: 'No call is on hold.' })
    await waiting.resume()
  }

  const incoming = (id: CallId, { remote, dialled, via = [], autoAnswer = false }: IncomingCall) => {
    if (live.has(id)) return
    const birth = newborn(id, 'incoming', clock.now())
    const { call } = adopt({ ...birth, status: 'ringing', remote, via, ...(dialled === undefined ? {} : { dialled }) })
    emit('incoming', call)
    if (autoAnswer && call.can('answer')) call.answer()
  }
  const signal = (id: CallId, news: CallSignal) => live.get(id)?.receive(news)
  const close = transport.open({ incoming, signal })

  const { getSnapshot, subscribe } = store
  return { calls: { dial, swap, getSnapshot, subscribe, get: (id) => live.get(id)?.call }, close }
}

const newborn = (id: CallId, direction: 'outgoing' | 'incoming', startedAt: number) =>
  ({ id, direction, startedAt, via: [], muted: false, remoteHold: false, media: 'none', timings: {} }) as const

const hasSound = (call: Call) => ['connected', 'holding', 'resuming'].includes(call.getSnapshot().status)

/** Puts a call on hold, if it has the sound; one that ends meanwhile needs no hold. */
async function putAside(call: Call): Promise<void> {
  const { status } = call.getSnapshot()
  const isAside = status === 'connected' ? call.hold() : status === 'holding' ? call.until('held') : undefined
  await isAside?.catch((error: OffhookError) => {
    if (error.code !== 'call-ended') throw error
  })
}

/** Resolves when a call that is being answered or resumed is, or is not. */
function settled(call: Call): Promise<void> {
  const isPending = () => ['answering', 'resuming'].includes(call.getSnapshot().status)
  return new Promise((resolve) => {
    const check = () => {
      if (isPending()) return
      stop()
      resolve()
    }
    const stop = call.subscribe(check)
    check()
  })
}

const elsewhere: readonly string[] = ['answered-elsewhere', 'declined-elsewhere', 'moved']

function isMissed(now: CallSnapshot): boolean {
  if (now.status !== 'ended' || now.direction !== 'incoming' || now.connectedAt !== undefined) return false
  return now.by !== 'me' && !elsewhere.includes(now.reason)
}
