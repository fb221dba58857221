import { IllegalCommandError, OffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { randomId } from '../kernel/id.ts'
import { type DialTarget, parseTarget } from '../kernel/number.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { type Call, type CallWorld, createLiveCall, type LiveCall } from './call.ts'
import { createConsultation } from './consultation.ts'
import type { CallSignal, IncomingCall, ResumedCall } from './signal.ts'
import type { CallSnapshot } from './snapshot.ts'
import { createSound } from './sound.ts'
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
  /** A call of before this page was loaded goes on; its snapshot is what it was. */
  resumed: (call: Call) => void
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
  /** Calls a number, extension or address; the call is there at once. Throws `bad-number`, or `closed`. */
  dial(target: string | DialTarget, options?: DialOptions): Call
  /** The call with an id, while it lives. */
  get(id: CallId): Call | undefined
  /** Puts the active call on hold and resumes the one that waits longest; throws when no call is on hold. */
  swap(): Promise<void>
}

/** The world a calls slice lives in, each with a default. */
export interface CallsOptions {
  readonly clock?: Clock
  readonly createId?: (() => CallId) | undefined
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
  const { clock = systemClock, createId = randomId, numbers = netherlands, emit = () => {} } = options
  const live = new Map<CallId, LiveCall>()
  const waiting = new Set<CallId>()
  const store = createStore<CallsSnapshot>({ all: [], active: undefined })
  const living = () => [...live.values()].map(({ call }) => call)
  const sound = createSound(living)
  let isClosed = false
  let isMirror = false

  const refresh = () => {
    const all = living()
    const { all: before } = store.getSnapshot()
    const isSame = all.length === before.length && all.every((call, at) => call === before[at])
    store.set({ all: isSame ? before : Object.freeze(all), active: activeOf(all) })
  }

  const targetOf = (given: string | DialTarget) => (typeof given === 'string' ? parseTarget(given, numbers) : given)

  const transferTarget = (from: Call, to: string | DialTarget | Call): TransferTarget => {
    if (typeof to === 'string' || 'dial' in to) return { kind: 'number', target: targetOf(to) }
    if (to.id !== from.id && live.has(to.id) && isAnswered(to.getSnapshot())) return { kind: 'call', id: to.id }
    // only an answered call can be replaced by another (RFC 3891 section 3)
    throw new OffhookError('illegal-command', {
      message: 'A call can only be handed to another call that is answered.',
    })
  }

  const world: CallWorld = {
    clock,
    transport,
    // a phone that carries a call elsewhere gives it the sound
    takeSound: (id, send) => (isMirror ? send() : sound.take(id, send)),
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
    if (birth.status === 'held') waiting.add(birth.id)
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
    const isNew = now.status === 'connected' && !isAnswered(was)
    if (now.status === 'held') waiting.add(call.id)
    if (now.status === 'connected' || now.status === 'ended') waiting.delete(call.id)
    if (now.status === 'ended') live.delete(call.id)
    // a refused hold changes nothing: the call had the sound already
    if (now.status === 'connected' && was.status !== 'holding' && !isMirror)
      sound.share(call.id, isNew || was.status === 'resuming')
    refresh()
    if (isNew) emit('answered', call)
    if (now.status === 'ended') emit('ended', call)
    if (isMissed(now)) emit('missed', call)
  }

  const dial: Calls['dial'] = (input, options = {}) => {
    if (isClosed) throw new OffhookError('closed')
    const target = targetOf(input)
    const birth = newborn(createId(), 'outgoing', clock.now())
    const { call, begin } = adopt({ ...birth, status: 'dialing', remote: { number: target.dial } })
    begin({ type: 'dial', target, options })
    return call
  }

  const swap = () => {
    const next = [...waiting].map((id) => live.get(id)?.call).find((call) => call?.can('resume'))
    if (next === undefined) throw new IllegalCommandError('swap', 'no call is on hold', [])
    return next.resume()
  }

  const incoming = (id: CallId, { via = [], autoAnswer = false, ...facts }: IncomingCall) => {
    if (isClosed || live.has(id)) return
    const birth = newborn(id, 'incoming', clock.now())
    const { call } = adopt({ ...birth, ...facts, status: 'ringing', via })
    emit('incoming', call)
    if (autoAnswer && call.can('answer')) call.answer()
  }
  const resumed = (id: CallId, { via = [], ...was }: ResumedCall) => {
    if (isClosed || live.has(id)) return
    const birth = newborn(id, was.direction, was.startedAt)
    const { call } = adopt({ ...birth, ...was, via, media: 'connectedAt' in was ? 'connecting' : 'none' })
    emit('resumed', call)
  }
  const signal = (id: CallId, news: CallSignal) => live.get(id)?.receive(news)
  const mirrored = (now: CallSnapshot) => {
    isMirror = true
    const known = live.get(now.id)
    if (known !== undefined) return known.mirror(now)
    if (now.status === 'ended') return
    const { call } = adopt(now)
    if (now.status === 'ringing') emit('incoming', call)
    if (isAnswered(now)) emit('resumed', call)
  }
  const stop = transport.open({ incoming, resumed, signal, mirrored })

  const close = () => {
    if (isClosed) return
    isClosed = true
    stop()
    for (const { end } of [...live.values()]) end({ reason: 'hung-up', by: 'me' })
  }

  const { getSnapshot, subscribe } = store
  return { calls: { dial, swap, getSnapshot, subscribe, get: (id) => live.get(id)?.call }, close }
}

const newborn = (id: CallId, direction: 'outgoing' | 'incoming', startedAt: number) =>
  ({
    id,
    direction,
    startedAt,
    via: [],
    muted: false,
    remoteHold: false,
    remoteConnection: 'steady',
    media: 'none',
    timings: {},
  }) as const

/** Statuses of a call that has the sound, or is about to get or lose it; the surest first. */
const sounding: readonly string[] = ['connected', 'holding', 'resuming']

function activeOf(calls: readonly Call[]): Call | undefined {
  const inStatus = (wanted: string) => calls.find((call) => call.getSnapshot().status === wanted)
  return sounding.map(inStatus).find((call) => call !== undefined)
}

const isAnswered = (now: CallSnapshot) =>
  'connectedAt' in now && now.connectedAt !== undefined && now.status !== 'ending' && now.status !== 'ended'

const elsewhere: readonly string[] = ['answered-elsewhere', 'declined-elsewhere', 'moved']

function isMissed(now: CallSnapshot): boolean {
  if (now.status !== 'ended' || now.direction !== 'incoming' || now.connectedAt !== undefined) return false
  return now.by !== 'me' && !elsewhere.includes(now.reason)
}
