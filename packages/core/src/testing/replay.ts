import type { CallCommand, CallId, CallSink, CallTransport } from '../call/transport.ts'
import type { ConnectionSink, ConnectionTransport } from '../connection/transport.ts'
import { OffhookError } from '../errors.ts'
import { createPhone, type Phone } from '../phone.ts'
import type { SupportBundle, SupportEntry } from '../support/recorder.ts'
import { createManualClock } from './manual-clock.ts'

/** What somebody's phone went through, on the desk of who is to find out why. */
export interface Replay {
  /** A phone that is told what theirs was told, and does what theirs was asked. */
  readonly phone: Phone<{ calls: CallTransport; connection: ConnectionTransport }>
  /** Lets the next entry happen, at its time; resolves with it, or with undefined at the end. */
  step(): Promise<SupportEntry | undefined>
  /** Lets all that is left happen. */
  toEnd(): Promise<void>
}

/**
 * Replays a bundle of `createSupportRecorder`, entry by entry. Throws `bad-option` for what is no bundle of a version it
 * knows; calls that began before the bundle did are passed over.
 */
export function replayBundle(bundle: SupportBundle): Replay {
  if (bundle?.version !== 1 || !Array.isArray(bundle.entries)) {
    throw new OffhookError('bad-option', { message: 'bundle: that is no support bundle of version 1.' })
  }
  const [first] = bundle.entries
  const clock = createManualClock(first?.at ?? bundle.exportedAt)
  const asked = createAsked()
  const ids: CallId[] = []
  let sink: CallSink | undefined
  let connectionSink: ConnectionSink | undefined
  let at = 0

  const calls: CallTransport = {
    open(given) {
      sink = given
      return () => {}
    },
    send: asked.send,
  }
  const connection: ConnectionTransport = {
    open(given) {
      connectionSink = given
      return () => {}
    },
    send: async () => {},
  }
  const phone = createPhone({ calls, connection }, { clock, createId: () => ids.shift() ?? 'unknown' })

  const happen = (entry: SupportEntry) => {
    switch (entry.kind) {
      case 'incoming':
        return sink?.incoming(entry.id, entry.call)
      case 'resumed':
        return sink?.resumed(entry.id, entry.call)
      case 'signal':
        return sink?.signal(entry.id, entry.signal)
      case 'command':
        if (!asked.isAsked(entry.id, entry.command.type)) give(phone, entry.id, entry.command, ids)
        return asked.met(entry.id, entry.command.type)
      case 'settled':
        return asked.settle(entry)
      case 'asked':
        return void phone.connection[entry.command]().catch(() => {})
      case 'connection':
        return connectionSink?.signal(
          entry.signal.type === 'rejected'
            ? { type: 'rejected', error: new OffhookError(entry.signal.code) }
            : entry.signal,
        )
      default:
        return
    }
  }
  const step = async () => {
    const entry = bundle.entries[at++]
    if (entry === undefined) return undefined
    clock.advance(Math.max(0, entry.at - clock.now()))
    happen(entry)
    await settle()
    return entry
  }
  return {
    phone,
    step,
    async toEnd() {
      while ((await step()) !== undefined);
    },
  }
}

/** Does what the app did; what is not legal here any more was about a call that is not known. */
function give(phone: Replay['phone'], id: CallId, command: CallCommand, ids: CallId[]): void {
  if (command.type === 'dial') {
    ids.push(id)
    phone.calls.dial(command.target.dial, command.options)
    return
  }
  const call = phone.calls.get(id)
  if (call === undefined || !call.can(command.type)) return
  void done(call, command, phone).catch(() => {})
}

async function done(
  call: NonNullable<ReturnType<Replay['phone']['calls']['get']>>,
  command: Exclude<CallCommand, { readonly type: 'dial' }>,
  { calls }: Replay['phone'],
): Promise<void> {
  if (command.type === 'sendDigits') return call.sendDigits(command.digits)
  if (command.type !== 'transfer') return call[command.type]()
  const to = command.to.kind === 'call' ? calls.get(command.to.id) : command.to.target.dial
  if (to !== undefined) await call.transfer(to)
}

/** What the phone asked of its transport, and how that went in the life that is replayed. */
function createAsked() {
  const waiting: {
    readonly id: CallId
    readonly type: string
    isMet: boolean
    readonly settle: (error?: OffhookError) => void
  }[] = []
  const find = (id: CallId, type: string, isMet: boolean) =>
    waiting.find((each) => each.id === id && each.type === type && each.isMet === isMet)
  return {
    send: (id: CallId, { type }: CallCommand) =>
      new Promise<void>((resolve, reject) => {
        const settle = (error?: OffhookError) => (error === undefined ? resolve() : reject(error))
        waiting.push({ id, type, isMet: false, settle })
      }),
    /** Whether the phone asked for it by itself, as it holds one call for another. */
    isAsked: (id: CallId, type: string) => find(id, type, false) !== undefined,
    met(id: CallId, type: string) {
      const found = find(id, type, false)
      if (found !== undefined) found.isMet = true
    },
    settle({ id, command, code }: Extract<SupportEntry, { kind: 'settled' }>) {
      const found = find(id, command, true) ?? find(id, command, false)
      if (found === undefined) return
      waiting.splice(waiting.indexOf(found), 1)
      found.settle(code === undefined ? undefined : new OffhookError(code))
    },
  }
}

/** Lets run what waits to run. */
const settle = async () => {
  for (let each = 0; each < 10; each++) await Promise.resolve()
}
