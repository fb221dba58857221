import { OffhookError } from '../errors.ts'
import type { DialTarget } from '../kernel/number.ts'
import { handled, reached } from '../kernel/promise.ts'
import type { Readable } from '../kernel/store.ts'
import type { Consultation } from './consultation.ts'
import { createLife, type Life, type LifeWorld } from './life.ts'
import { type CallCommandIn, type CallStatus, callMachine } from './machine.ts'
import type { CallSnapshot, CallSnapshotIn } from './snapshot.ts'
import type { CallId, TransferTarget } from './transport.ts'

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
  transfer(to: string | DialTarget | Call): Promise<void>
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
export interface CallWorld extends LifeWorld {
  /** What to transfer a call to; throws `bad-number`, or `illegal-command` for a call that cannot take over. */
  transferTarget(from: Call, to: string | DialTarget | Call): TransferTarget
  consult(original: Call, target: string): Consultation
}

/** A call with its ways in for news; they never leave the calls slice. */
export interface LiveCall extends Pick<Life, 'begin' | 'receive' | 'mirror' | 'end'> {
  readonly call: Call
}

const digitsPattern = /^[0-9*#A-Da-d,]{1,64}$/

/** Brings a call to life in the status its snapshot has. */
export function createLiveCall(birth: CallSnapshot, world: CallWorld): LiveCall {
  const { run, begin, receive, mirror, end, getSnapshot, subscribe } = createLife(birth, world)
  const status = () => getSnapshot().status

  const call: Call = {
    id: birth.id,
    direction: birth.direction,
    getSnapshot,
    subscribe,
    answer: () => run({ type: 'answer' }),
    decline: () => run({ type: 'decline' }),
    hangUp: () => run({ type: 'hangUp' }),
    hold: () => run({ type: 'hold' }),
    resume: () => run({ type: 'resume' }),
    mute: () => run({ type: 'mute' }),
    unmute: () => run({ type: 'unmute' }),
    sendDigits(digits) {
      callMachine.command(status(), 'sendDigits')
      if (!digitsPattern.test(digits)) throw new OffhookError('bad-digits')
      return run({ type: 'sendDigits', digits })
    },
    transfer(to) {
      callMachine.command(status(), 'transfer')
      const target = world.transferTarget(call, to)
      return run({ type: 'transfer', to: target }, { to: target })
    },
    consult(target) {
      callMachine.command(status(), 'consult')
      return world.consult(call, target)
    },
    can: (command) => callMachine.allowed(status()).includes(command),
    when: (wanted) => viewIn(call, wanted),
    until: (wanted) => handled(reached(call, (snapshot) => isIn(snapshot, wanted))),
  }
  return { call, begin, receive, mirror, end }
}

function isIn({ status }: CallSnapshot, wanted: CallStatus): boolean {
  if (status === 'ended' && wanted !== 'ended') throw new OffhookError('call-ended')
  return status === wanted
}

function viewIn<Status extends CallStatus>(call: Call, status: Status): CallWhen<Status> | undefined {
  const now = call.getSnapshot()
  // the comparison is what makes both true, and a type parameter is what keeps the compiler from seeing it
  return now.status === status ? ({ ...call, now } as unknown as CallWhen<Status>) : undefined
}
