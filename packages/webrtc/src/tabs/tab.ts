import { type Clock, createStore } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { createElection } from './election.ts'
import { failureOf } from './failure.ts'
import {
  isLater,
  type Message,
  type Request,
  type Said,
  type Shared,
  type TabId,
  type Told,
  type Turn,
  version,
} from './message.ts'
import { createMirror } from './mirror.ts'
import { type Office, openOffice } from './office.ts'
import { isVisible, onVisibility } from './page.ts'
import { whenSilent, worthDoing } from './patience.ts'
import { readMessage } from './read.ts'
import { createRequests } from './requests.ts'
import { holdLock, whenGone } from './roster.ts'
import type { Tabs, TabsSnapshot } from './tabs.ts'

/** The part of a BroadcastChannel that is used. */
export type TabsChannel = Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>

/** What a tab is made of. */
export interface TabWorld {
  readonly sip: SipTransport
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly openChannel: (name: string) => TabsChannel
  readonly name: string
  readonly me: TabId
}

/** Makes one of the tabs that share a transport. */
export function createTab(world: TabWorld): SipTransport & { readonly tabs: Tabs } {
  const { sip, clock, locks, me } = world
  const name = `offhook.tabs.${version}.${world.name}`
  const lockOf = (tab: TabId) => `${name}.${tab}`
  const tabs = createStore<TabsSnapshot>({ role: 'follower', count: 1, isNotifier: false })
  let channel: TabsChannel | undefined
  let office: Office | undefined
  let turn: Turn | undefined
  let shared: Shared | undefined
  let stopExpecting = () => {}
  let stopWatching = () => {}

  const post = (message: Message) => channel?.postMessage(message)
  const hello = () => post({ type: 'hello', tab: me, isVisible: isVisible() })

  /** Somebody must say that they carry the calls, or else this tab does. */
  const expect = () => {
    stopExpecting()
    stopExpecting = whenSilent(clock, election.seize)
  }

  const show = (next: Shared) => {
    shared = next
    tabs.set({ role: office ? 'owner' : 'follower', count: next.count, isNotifier: next.notifier === me })
    mirror.show(next)
  }

  const won = () => {
    stopExpecting()
    stopWatching()
    turn = { epoch: Math.max(clock.now(), (turn?.epoch ?? 0) + 1), tab: me }
    office = openOffice({ ...{ sip, clock, locks, lockOf, turn, show, post }, before: shared })
    requests.turned()
    hello()
  }

  const leave = () => {
    office?.leave()
    office = undefined
  }

  const lost = () => {
    leave()
    election.stand()
    hello()
    expect()
  }

  const follow = (next: Turn) => {
    turn = next
    if (office !== undefined) {
      election.release()
      leave()
      election.stand()
    }
    stopWatching()
    stopWatching = whenGone(locks, lockOf(next.tab), expect)
    requests.turned()
    hello()
  }

  const told = (message: Told) => {
    // whoever was overtaken may not know it yet
    if (turn !== undefined && isLater(turn, message.turn)) return
    if (turn === undefined || isLater(message.turn, turn)) follow(message.turn)
    stopExpecting()
    if (message.type === 'state') return show(message.shared)
    if (message.to !== me) return
    if (message.type === 'taken') requests.taken(message.number)
    else requests.done(message.number, message.failure)
  }

  const heard = (message: Message) => {
    if (message.type === 'hello') office?.roster.meet(message.tab, message.isVisible)
    else if (message.type === 'ask') answer(message)
    else told(message)
  }

  const answer = ({ tab, turn, at, number, request }: Said & { readonly type: 'ask' }) => {
    if (office === undefined || turn.tab !== me || turn.epoch !== office.turn.epoch) return
    if (clock.now() - at > worthDoing) return
    post({ type: 'taken', turn, to: tab, number })
    office.carry(request).then(
      () => post({ type: 'done', turn, to: tab, number }),
      (error) => post({ type: 'done', turn, to: tab, number, failure: failureOf(error) }),
    )
  }

  const carry = (number: number, request: Request) => {
    if (office === undefined) return turn && post({ type: 'ask', tab: me, turn, at: clock.now(), number, request })
    requests.taken(number)
    office.carry(request).then(
      () => requests.done(number, undefined),
      (error) => requests.done(number, failureOf(error)),
    )
  }

  const open = () => {
    channel = world.openChannel(name)
    channel.onmessage = ({ data }) => {
      const message = readMessage(data)
      if (message !== undefined) heard(message)
    }
    const goodbye = holdLock(locks, lockOf(me))
    const stopLooking = onVisibility(hello)
    election.stand()
    hello()
    expect()
    return () => {
      stopLooking()
      stopExpecting()
      stopWatching()
      closeOffice()
      election.release()
      requests.close()
      channel?.close()
      channel = undefined
      goodbye()
    }
  }

  const closeOffice = () => {
    // other tabs go on with the calls
    if (office !== undefined && office.roster.count() > 1) office.leave()
    else office?.close()
    office = undefined
  }

  const election = createElection({ locks, name, won, lost })
  const requests = createRequests({ clock, isLed: () => turn !== undefined, post: carry, silent: election.seize })
  const mirror = createMirror({ clock, ask: requests.ask, opened: open })

  return {
    ...{ calls: mirror.calls, connection: mirror.connection, devices: sip.devices, relay: sip.relay, tabs },
    media: {
      remote: sip.media.remote,
      warm: () => void requests.ask({ of: 'warm' }).catch(() => {}),
    },
  }
}
