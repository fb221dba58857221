import { type ErrorCode, OffhookError, toOffhookError } from '../errors.ts'
import type { Clock } from '../kernel/clock.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { Consultation } from './consultation.ts'
import { type CallCommandIn, type CallStatus, callMachine } from './machine.ts'
import type { CallEnd, CallFacet, CallSignal } from './signal.ts'
import { type CallSnapshot, type CallSnapshotIn, type Entry, enter, withFacet } from './snapshot.ts'
import type { CallCommand, CallId, CallTransport, TransferTarget } from './transport.ts'

/** The commands of a call. Each throws `IllegalCommandError` where its status does not allow it. */
export interface CallCommands {
  /** Answers a ringing call; another call that is active is put on hold first. */
  answer(): Promise<void>
  /** Refuses a ringing call; the caller hears busy or reaches voicemail, as the exchange decides. */
  decline(): Promise<void>
  /** Ends the call, or stops dialling. */
  hangUp(): Promise<void>
  /** Puts the other side on hold; resolves when it is true, rejects when it is refused. */
  hold(): Promise<void>
  /** Takes the other side off hold; another call that is active is put on hold first. */
  resume(): Promise<void>
  /** Silences the microphone for this call only. */
  mute(): Promise<void>
  unmute(): Promise<void>
  /** Sends DTMF digits (RFC 4733): 0 to 9, `*`, `#`, A to D, a comma for a pause; throws `bad-digits`. */
  sendDigits(digits: string): Promise<void>
  /** Hands the other side to a number (blind) or to another call of yours (attended); a failure gives the call back. */
  transfer(to: string | Call): Promise<void>
  /** Warm transfer: puts this call on hold and calls `target` first. */
  consult(target: string): Consultation
}

/** One call: its snapshot, its commands. */
export interface Call extends Readable<CallSnapshot>, CallCommands {
  readonly id: CallId
  readonly direction: 'outgoing' | 'incoming'
  /** The call with only the commands that are legal in `status`, or undefined when it is in another. */
  when<Status extends CallStatus>(status: Status): CallWhen<Status> | undefined
  /** Whether a command is legal now. */
  can(command: keyof CallCommands): boolean
  /** Resolves when the call reaches `status`; rejects with `call-ended` when it ends before that. */
  until(status: CallStatus): Promise<void>
}

/** A call in a known status: its legal commands, and a snapshot with the data that status guarantees. */
export type CallWhen<Status extends CallStatus> = Pick<Call, CallCommandIn<Status>> &
  Readable<CallSnapshot> & { readonly now: CallSnapshotIn<Status> }

/** What a call needs of the calls around it. */
export interface CallWorld {
  readonly clock: Clock
  readonly transport: CallTransport
  /** Carries out a command that takes the sound: the other active calls are put on hold first. */
  takeSound(id: CallId, send: () => Promise<void>): Promise<void>
  /** What to transfer to; throws `bad-number`. */
  transferTarget(to: string | Call): TransferTarget
  consult(original: Call, target: string): Consultation
  /** A command was refused; told to those who did not wait for it. */
  refused(id: CallId, command: string, error: OffhookError): void
}

/** A call with its way in for news; the news never leaves the calls slice. */
export interface LiveCall {
  readonly call: Call
  /** Takes news from the network; late news is dropped. */
  receive(signal: CallSignal): void
  /** Sends the command the call was born with (`dial`). */
  begin(command: CallCommand): void
}

const statusSignals = ['alerting', 'connected', 'held', 'resumed', 'transferred', 'ended'] as const
const takesSound: readonly string[] = ['dial', 'answer', 'resume']
const digitsPattern = /^[0-9*#A-Da-d,]{1,64}$/

/** Brings a call to life in the status its snapshot has. */
export function createLiveCall(birth: CallSnapshot, world: CallWorld): LiveCall {
  const { id, direction } = birth
  const store = createStore<CallSnapshot>(birth)
  const status = () => store.getSnapshot().status
  let turn = 0

  const go = (next: CallStatus, entry: Omit<Entry, 'now'> = {}) => {
    turn++
    store.set(enter(store.getSnapshot(), next, { now: world.clock.now(), ...entry }))
  }

  const carry = async (command: CallCommand) => {
    const send = async () => world.transport.send(id, command)
    return takesSound.includes(command.type) ? world.takeSound(id, send) : send()
  }

  const refuse = (command: CallCommand, from: CallStatus, mine: number, thrown: unknown) => {
    const error = toOffhookError(thrown)
    // a refusal of a command already overtaken by another must not move the call
    if (mine === turn && status() !== from) go(callMachine.refused(status(), from), { end: endAfter(command, error) })
    world.refused(id, command.type, error)
    throw error
  }

  const run = (command: CallCommand, entry: Omit<Entry, 'now'> = {}): Promise<void> => {
    const from = status()
    const pending = callMachine.command(from, command.type)
    if (pending !== from) go(pending, entry)
    const mine = turn
    const carried = carry(command).catch((thrown) => refuse(command, from, mine, thrown))
    return handled(pending === from ? carried : Promise.race([carried.then(forever), left(pending)]))
  }

  /** Resolves when the pending status gave way to what was asked for. */
  const left = (pending: CallStatus) =>
    watch((snapshot) => {
      if (snapshot.status === pending) return false
      const isDone = pending === 'ending' || (snapshot.status === 'ended' && snapshot.reason === 'transferred')
      if (!isDone && isOver(snapshot.status)) throw new OffhookError('call-ended')
      return true
    })

  const watch = (isReached: (snapshot: CallSnapshot) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        try {
          if (!isReached(store.getSnapshot())) return
          resolve()
        } catch (error) {
          reject(error)
        }
        stop()
      }
      const stop = store.subscribe(check)
      check()
    })

  const receive = (signal: CallSignal) => {
    if (isFacet(signal)) {
      if (status() !== 'ended') store.set(withFacet(store.getSnapshot(), signal))
      return
    }
    const next = callMachine.signal(status(), signal.type)
    if (next !== undefined) go(next, { signal })
  }

  const call: Call = {
    id,
    direction,
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    answer: () => run({ type: 'answer' }),
    decline: () => run({ type: 'decline' }),
    hangUp: () => run({ type: 'hangUp' }),
    hold: () => run({ type: 'hold' }),
    resume: () => run({ type: 'resume' }),
    mute: () => run({ type: 'mute' }),
    unmute: () => run({ type: 'unmute' }),
    sendDigits(digits) {
      if (!digitsPattern.test(digits)) throw new OffhookError('bad-digits')
      return run({ type: 'sendDigits', digits })
    },
    transfer(to) {
      callMachine.command(status(), 'transfer')
      const target = world.transferTarget(to)
      return run({ type: 'transfer', to: target }, { to: target })
    },
    consult(target) {
      callMachine.command(status(), 'consult')
      return world.consult(call, target)
    },
    can: (command) => callMachine.allowed(status()).includes(command),
    when: (wanted) => viewIn(call, wanted),
    until: (wanted) =>
      handled(
        watch((snapshot) => {
          if (snapshot.status === wanted) return true
          if (snapshot.status === 'ended') throw new OffhookError('call-ended')
          return false
        }),
      ),
  }

  const begin = (command: CallCommand) => {
    handled(carry(command).catch((thrown) => refuse(command, 'ended', turn, thrown)))
  }
  return { call, receive, begin }
}

function viewIn<Status extends CallStatus>(call: Call, status: Status): CallWhen<Status> | undefined {
  const now = call.getSnapshot()
  // the comparison is what makes both true, and a type parameter is what keeps the compiler from seeing it
  return now.status === status ? ({ ...call, now } as unknown as CallWhen<Status>) : undefined
}

const isOver = (status: CallStatus) => status === 'ending' || status === 'ended'

function isFacet(signal: CallSignal): signal is CallFacet {
  return !(statusSignals as readonly string[]).includes(signal.type)
}

const endsByError: Partial<Record<ErrorCode, CallEnd['reason']>> = {
  'microphone-denied': 'no-microphone',
  'microphone-missing': 'no-microphone',
  'microphone-busy': 'no-microphone',
  'media-failed': 'no-sound',
  offline: 'connection-lost',
  timeout: 'unanswered',
  unsupported: 'incompatible',
}

/** How a call ends when its first or last command is refused: hanging up works even when nobody hears it. */
function endAfter(command: CallCommand, error: OffhookError): CallEnd {
  if (command.type === 'hangUp') return { reason: 'hung-up', by: 'me' }
  if (command.type === 'decline') return { reason: 'declined', by: 'me' }
  return { reason: endsByError[error.code] ?? 'failed', by: 'network', detail: { text: error.message } }
}

const forever = () => new Promise<never>(() => {})

/** The same promise; whoever does not wait for it is told by the event `refused` and not by an unhandled rejection. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
