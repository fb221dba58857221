import { type ErrorCode, OffhookError, toOffhookError } from '../errors.ts'
import type { Clock } from '../kernel/clock.ts'
import { handled, reached } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { type CallStatus, callMachine } from './machine.ts'
import type { CallEnd, CallSignal } from './signal.ts'
import { type CallSnapshot, type Entry, enter, withFacet } from './snapshot.ts'
import type { CallCommand, CallId, CallTransport } from './transport.ts'

/** What the life of a call needs from outside. */
export interface LifeWorld {
  readonly clock: Clock
  readonly transport: CallTransport
  /** Carries out a command that takes the sound: the other active calls are put on hold first. */
  takeSound(id: CallId, send: () => Promise<void>): Promise<void>
  /** A command was refused; told to those who did not wait for it. */
  refused(id: CallId, command: string, error: OffhookError): void
}

/** The life of one call: commands, news and refusals move it, and nothing else does. */
export interface Life extends Readable<CallSnapshot> {
  /** Gives a command: resolves when it is true, rejects when it is refused or the call ends before that. */
  run(command: CallCommand, entry?: Cause): Promise<void>
  /** Sends the command the call was born with (`dial`). */
  begin(command: CallCommand): void
  /** Takes news from the network; late news is dropped, and so is news of a call the network cannot know yet. */
  receive(signal: CallSignal): void
  /** The call is as it is where it is carried; a command of ours under way there is waited for. */
  mirror(call: CallSnapshot): void
  /** Ends the call on this side, whatever the network thinks. */
  end(end: CallEnd): void
}

type Cause = Omit<Entry, 'now'>
type IsStale = () => boolean

/** A command under way: the pending status it led to, and which move of the call that was. */
interface Turn {
  readonly pending: CallStatus
  readonly mine: number
}

const takesSound: readonly string[] = ['dial', 'answer', 'resume']
const isOver = (status: CallStatus) => status === 'ending' || status === 'ended'

/** Begins a life in the status its snapshot has. */
export function createLife(birth: CallSnapshot, world: LifeWorld): Life {
  const { id } = birth
  const store = createStore<CallSnapshot>(birth)
  const { getSnapshot, subscribe } = store
  const status = () => getSnapshot().status
  const over = handled(reached(store, failAtEnd))
  const { attempt, isKnown } = createDelivery(birth, world, () => end({ reason: 'cancelled', by: 'me' }))
  let turn = 0
  let underWay = 0
  let later: CallSnapshot | undefined

  const go = (next: CallStatus, cause: Cause = {}) => {
    // taken before the listeners hear of it, for they may move the call on at once
    const mine = ++turn
    store.set(enter(getSnapshot(), next, { now: world.clock.now(), ...cause }))
    return mine
  }

  /** A command that leads to a pending status: what the network makes of that decides. */
  const change = (command: CallCommand, from: CallStatus, { pending, mine }: Turn) => {
    let refusal: OffhookError | undefined
    const refused = (thrown: unknown) => {
      // a refusal of a command already overtaken by another, or by the news, must not move the call
      if (turn !== mine) return
      refusal = toOffhookError(thrown)
      go(callMachine.refused(pending, from), { end: endAfter(command, refusal, getSnapshot()) })
      world.refused(id, command.type, refusal)
    }
    underWay++
    attempt(command, () => turn !== mine)
      .catch(refused)
      .then(() => --underWay === 0 && later && mirror(later))
    return reached(store, (snapshot) => {
      if (turn === mine) return false
      if (pending === 'ending') return true
      if (refusal !== undefined) throw refusal
      if (isOver(snapshot.status) && !isTransferred(command, snapshot)) throw new OffhookError('call-ended')
      return true
    })
  }

  /** A command that leaves the status as it is. */
  const keep = (command: CallCommand) => {
    const attempted = attempt(command, () => isOver(status())).catch((thrown) => {
      const error = toOffhookError(thrown)
      if (!isOver(status())) world.refused(id, command.type, error)
      throw error
    })
    return Promise.race([attempted, over])
  }

  const run = (command: CallCommand, cause?: Cause) => {
    const from = status()
    const next = callMachine.command(from, command.type)
    if (next === from) return handled(keep(command))
    return handled(change(command, from, { pending: next, mine: go(next, cause) }))
  }

  const begin = (command: CallCommand) => {
    const mine = turn
    attempt(command, () => turn !== mine).catch((thrown) => {
      // a call that could not be dialled is over, whatever was heard of it or asked of it meanwhile
      if (!['dialing', 'alerting', 'ending'].includes(status())) return
      go(callMachine.refused(status(), 'ended'), { end: endAfter(command, toOffhookError(thrown), getSnapshot()) })
    })
  }

  const receive = (signal: CallSignal) => {
    if (isKnown()) move(signal)
  }

  const mirror = (call: CallSnapshot) => {
    const isMove = call.status !== status()
    later = isMove && underWay > 0 && call.status !== 'ended' ? call : undefined
    if (later !== undefined) return
    if (isMove) turn++
    store.set(call)
  }

  const end = (how: CallEnd) => move({ type: 'ended', ...how })

  const move = (signal: CallSignal) => {
    const next = callMachine.signal(status(), signal.type)
    if (next !== undefined) go(next, { signal })
    else if (status() !== 'ended') store.set(withFacet(getSnapshot(), signal))
  }

  return { getSnapshot, subscribe, run, begin, receive, mirror, end }
}

/** Brings commands to the network; `cancelled` is told of a call that is hung up before it was dialled. */
function createDelivery({ id }: CallSnapshot, world: LifeWorld, cancelled: () => void) {
  let isKnown = true
  let tellKnown = () => {}
  const known = new Promise<void>((resolve) => {
    tellKnown = resolve
  })

  const deliver = async (command: CallCommand, isStale: IsStale) => {
    // while the call waits for the sound the network does not know it yet
    if (command.type === 'hangUp' && !isKnown) return cancelled()
    if (command.type !== 'dial' && !isKnown) await known
    if (isStale()) throw new OffhookError('call-ended')
    isKnown = true
    tellKnown()
    return world.transport.send(id, command)
  }

  const attempt = (command: CallCommand, isStale: IsStale) =>
    new Promise<void>((resolve, reject) => {
      if (command.type === 'dial') isKnown = false
      const send = () => {
        const sent = deliver(command, isStale)
        sent.then(resolve, reject)
        return sent
      }
      const carried = takesSound.includes(command.type) ? world.takeSound(id, send) : send()
      carried.catch(reject)
    })

  return { attempt, isKnown: () => isKnown }
}

function failAtEnd({ status }: CallSnapshot): boolean {
  if (status === 'ended') throw new OffhookError('call-ended')
  return false
}

const isTransferred = (command: CallCommand, now: CallSnapshot) =>
  command.type === 'transfer' && now.status === 'ended' && now.reason === 'transferred'

const endsByError: Partial<Record<ErrorCode, CallEnd['reason']>> = {
  'microphone-denied': 'no-microphone',
  'microphone-missing': 'no-microphone',
  'microphone-busy': 'no-microphone',
  'media-failed': 'no-sound',
  offline: 'connection-lost',
  'tab-gone': 'connection-lost',
  timeout: 'unanswered',
  unsupported: 'incompatible',
}

/** How a call ends when its first or last command is refused: hanging up works even when nobody hears it. */
function endAfter(command: CallCommand, error: OffhookError, now: CallSnapshot): CallEnd {
  if (command.type === 'decline') return { reason: 'declined', by: 'me' }
  if (now.status !== 'ending') {
    return { reason: endsByError[error.code] ?? 'failed', by: 'network', detail: { text: error.message } }
  }
  return { reason: now.connectedAt === undefined && now.direction === 'outgoing' ? 'cancelled' : 'hung-up', by: 'me' }
}
