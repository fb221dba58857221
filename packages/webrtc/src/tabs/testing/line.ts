import {
  type CallCommand,
  type CallId,
  type CallSignal,
  type CallSink,
  type CallTransport,
  type Clock,
  type ConnectionSink,
  type ConnectionTransport,
  OffhookError,
} from '@offhook/core'
import type { NetworkTransports } from '@offhook/core/testing'
import { withTickets } from '../../sip/keeping.ts'
import { createHandover } from '../../sip/relay.ts'
import { createTickets } from '../../sip/tickets.ts'
import type { SipTransport } from '../../sip-transport.ts'
import type { FakeTab } from './browser.ts'

/** The line of one person at the simulated network, which each of their tabs can plug a transport into. */
export interface FakeLine {
  plug(tab: FakeTab): SipTransport
  /** The tabs that have a socket or a call now, and can use it. */
  atWork(): readonly FakeTab[]
  /** What a tab did that it may not do any more. */
  readonly wrongs: readonly string[]
  /** A tab is gone, and its socket with it: what nobody answered yet is over. */
  unplug(tab: FakeTab): void
}

interface Leg {
  /** Who carries it now. */
  readonly plug: Plug
  /** The dialog it is carried by. */
  readonly dialog: number
  isAnswered: boolean
}

interface Plug {
  readonly tab: FakeTab
  hear(id: CallId, signal: CallSignal): void
  ring(...call: Parameters<CallSink['incoming']>): void
}

const grace = 30_000
const account = 'alice@example.nl'
const silent: CallSink = { incoming() {}, resumed() {}, signal() {} }

/** Makes the line of a telephone of the simulated network. */
export function createFakeLine({ calls, connection, devices }: NetworkTransports, clock: Clock): FakeLine {
  const legs = new Map<CallId, Leg>()
  let registered: Plug | undefined
  let dialogs = 0
  const open = new Set<Plug>()
  const wrongs: string[] = []

  calls.open({
    ...silent,
    incoming(id, call) {
      if (registered === undefined) return void calls.send(id, { type: 'decline' }).catch(() => {})
      legs.set(id, { plug: registered, dialog: ++dialogs, isAnswered: false })
      registered.ring(id, call)
    },
    signal(id, signal) {
      const leg = legs.get(id)
      if (leg === undefined) return
      if (signal.type === 'ended' || signal.type === 'transferred') legs.delete(id)
      leg.plug.hear(id, signal)
    },
  })
  connection.open({ signal() {} })
  connection.send({ type: 'connect' }).catch(() => {})

  /** Who does not come back within the grace period is hung up on. */
  const miss = (tab: FakeTab) => {
    const missed = [...legs].filter(([, leg]) => leg.plug.tab === tab)
    clock.after(grace, () => {
      for (const [id, leg] of missed) if (legs.get(id) === leg) void calls.send(id, { type: 'hangUp' }).catch(() => {})
    })
  }

  /** What nobody has answered yet no other tab can take up. */
  const abandon = (tab: FakeTab) => {
    for (const [id, leg] of legs) {
      if (leg.plug.tab === tab && !leg.isAnswered) void calls.send(id, { type: 'hangUp' }).catch(() => {})
    }
  }

  const plug = (tab: FakeTab): SipTransport => {
    let sink = silent
    let news: ConnectionSink | undefined
    let isLeft = false
    const me: Plug = {
      tab,
      hear: (id, signal) =>
        tab.task(() => {
          const leg = legs.get(id)
          // an answer that is not acknowledged is none
          if (signal.type === 'connected' && leg !== undefined) leg.isAnswered = true
          sink.signal(id, signal)
        }),
      ring: (id, call) => tab.task(() => sink.incoming(id, call)),
    }
    const mine = () => [...legs].filter(([, leg]) => leg.plug === me).map(([id]) => id)
    const handover = createHandover()
    const claims = handover.claims({ take: async () => true, release() {} })
    const kept = handover.kept(createTickets(undefined, 'calls', clock))
    const carry = async (id: CallId, command: CallCommand) => {
      if (tab.isGone() || tab.isFrozen()) wrongs.push(`${command.type} by a tab that is not there`)
      // a hold on a dialog that was replaced is refused by the exchange; these would be done
      const isGrave = ['dial', 'answer', 'sendDigits', 'transfer'].includes(command.type)
      if (isGrave && [...open].at(-1) !== me) wrongs.push(`${command.type} by a tab whose turn it is not`)
      if (command.type === 'dial') legs.set(id, { plug: me, dialog: ++dialogs, isAnswered: false })
      if (legs.get(id)?.plug !== me) throw new OffhookError('call-ended')
      return new Promise<void>((resolve, reject) => {
        calls.send(id, command).then(
          () => tab.task(resolve),
          (error) => tab.task(() => reject(error)),
        )
      })
    }
    const bare: CallTransport = {
      open(given) {
        sink = given
        isLeft = false
        open.add(me)
        return () => {
          sink = silent
          open.delete(me)
          if (isLeft) return
          for (const id of mine()) void calls.send(id, { type: 'hangUp' }).catch(() => {})
        }
      },
      send: carry,
    }
    const resume = (id: CallId, localTag: string | undefined) => {
      const before = legs.get(id)
      if (String(before?.dialog) !== localTag) {
        return tab.task(() => sink.signal(id, { type: 'ended', reason: 'connection-lost', by: 'network' }))
      }
      legs.set(id, { plug: me, dialog: ++dialogs, isAnswered: true })
      if (before?.plug !== me) before?.plug.hear(id, { type: 'ended', reason: 'hung-up', by: 'them' })
    }
    const wire: ConnectionTransport = {
      open(given) {
        news = given
        return () => {
          news = undefined
          if (registered === me) registered = undefined
        }
      },
      async send({ type }) {
        if (type === 'connect') registered = me
        else if (registered === me) registered = undefined
        tab.task(() => news?.signal({ type: type === 'connect' ? 'online' : 'offline' }))
      },
    }
    return {
      connection: wire,
      devices,
      calls: withTickets(bare, {
        ...{ clock, claims, tickets: kept },
        keptOf(id) {
          const leg = legs.get(id)
          return leg?.plug === me && leg.isAnswered
            ? { dialog: { callId: id, localTag: String(leg.dialog), remoteTag: 'there' } }
            : {}
        },
        resume: ({ id, dialog }) => resume(id, dialog?.localTag),
      }),
      media: { remote: () => undefined, warm() {} },
      relay: {
        ...{ tickets: handover.tickets, take: handover.take, account },
        identify: async () => account,
        ring: () => () => {},
        leave() {
          isLeft = true
          abandon(tab)
          miss(tab)
          for (const id of mine()) sink.signal(id, { type: 'ended', reason: 'moved', by: 'network' })
          if (registered === me) registered = undefined
        },
      },
    }
  }

  return {
    plug,
    wrongs,
    atWork() {
      const all = [...legs.values()].map((leg) => leg.plug.tab)
      if (registered !== undefined) all.push(registered.tab)
      return [...new Set(all)].filter((tab) => !tab.isGone() && !tab.isFrozen())
    },
    unplug(tab) {
      if (registered?.tab === tab) registered = undefined
      for (const one of open) if (one.tab === tab) open.delete(one)
      abandon(tab)
      miss(tab)
    },
  }
}
