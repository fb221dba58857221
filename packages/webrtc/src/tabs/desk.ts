import {
  type Call,
  type CallCommand,
  type CallId,
  type CallSnapshot,
  type Clock,
  createPhone,
  OffhookError,
  type TransferTarget,
} from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { shareConnection } from './failure.ts'
import type { Request, Shared } from './message.ts'

/** What the desk knows of the calls. */
export type DeskState = Pick<Shared, 'calls' | 'connection' | 'tickets'>

/** Where the calls are carried: the phone that all tabs ask, in the one that has the socket and the sound. */
export interface Desk {
  /** Carries out what a tab asks; rejects with the error that this tab is to get. */
  carry(request: Request): Promise<void>
  /** How everything is now; a call that ended is in it once. */
  state(): DeskState
  /** Ends the phone: the calls are hung up, unless the transport was told to leave. */
  close(): void
}

/** What a desk needs of the tab around it. */
export interface DeskWorld {
  readonly sip: Pick<SipTransport, 'calls' | 'connection' | 'devices' | 'media' | 'relay'>
  readonly clock: Clock
  /** Something is not as it was. */
  changed(): void
}

/** Opens the desk. */
export function openDesk({ sip, clock, changed }: DeskWorld): Desk {
  let nextId: CallId = ''
  const phone = createPhone({ calls: sip.calls, connection: sip.connection }, { clock, createId: () => nextId })
  const known = new Map<CallId, Call>()
  const underWay = new Map<string, Promise<void>>()

  const meet = () => {
    for (const call of phone.calls.getSnapshot().all) {
      if (known.has(call.id)) continue
      known.set(call.id, call)
      call.subscribe(changed)
    }
    changed()
  }
  const stops = [phone.calls.subscribe(meet), phone.connection.subscribe(changed), sip.relay.tickets.subscribe(changed)]
  meet()

  const dial = (id: CallId, { target, options }: CommandOf<'dial'>) => {
    nextId = id
    phone.calls.dial(target, options)
  }
  const targetOf = (to: TransferTarget) => (to.kind === 'number' ? to.target : known.get(to.id))

  const give = async (id: CallId, command: CallCommand): Promise<void> => {
    if (command.type === 'dial') return dial(id, command)
    const call = phone.calls.get(id)
    if (isDone(command, call?.getSnapshot())) return
    if (call === undefined) throw new OffhookError('call-ended')
    if (command.type === 'sendDigits') return call.sendDigits(command.digits)
    if (command.type !== 'transfer') return call[command.type]()
    const to = targetOf(command.to)
    if (to === undefined) throw new OffhookError('call-ended')
    return call.transfer(to)
  }

  /** What two tabs ask at the same time is done once. */
  const once = (id: CallId, command: CallCommand) => {
    const key = `${id} ${command.type}`
    const done = underWay.get(key) ?? give(id, command).finally(() => underWay.delete(key))
    if (joinable.has(command.type)) underWay.set(key, done)
    return done
  }

  return {
    async carry(request) {
      switch (request.of) {
        case 'call':
          return once(request.id, request.command)
        case 'connection':
          // how it goes on is in the connection's own state
          return void phone.connection[request.command.type]()
        case 'devices':
          return sip.devices.send(request.command)
        case 'warm':
          return sip.media.warm()
      }
    },
    state() {
      const calls = [...known.values()].map((call) => call.getSnapshot())
      for (const { id, status } of calls) if (status === 'ended') known.delete(id)
      return {
        calls,
        connection: shareConnection(phone.connection.getSnapshot()),
        tickets: sip.relay.tickets.getSnapshot(),
      }
    },
    close() {
      for (const stop of stops) stop()
      known.clear()
      phone.close()
    },
  }
}

type CommandOf<Type> = CallCommand & { readonly type: Type }

const joinable: ReadonlySet<CallCommand['type']> = new Set(['answer', 'decline', 'hangUp', 'hold', 'resume'])

/** Whether what is asked is true already: another tab asked it, or this one asked it of the tab before. */
function isDone({ type }: CallCommand, now: CallSnapshot | undefined): boolean {
  if (type === 'hangUp' || type === 'decline') return now === undefined || now.status === 'ending'
  if (type === 'hold') return now?.status === 'held'
  if (type === 'resume') return now?.status === 'connected'
  return type === 'answer' && now !== undefined && 'connectedAt' in now
}
