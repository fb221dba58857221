import { type Clock, createStore } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { createTabDevices } from './devices.ts'
import { failureOf } from './failure.ts'
import { type Asked, type Message, type Said, type Shared, type TabId, type Told, version } from './message.ts'
import { createMirror } from './mirror.ts'
import { openOffice } from './office.ts'
import { isVisible, onVisibility } from './page.ts'
import { worthDoing } from './patience.ts'
import { readMessage } from './read.ts'
import { createRequests } from './requests.ts'
import { createRinging } from './ringing.ts'
import { holdLock } from './roster.ts'
import { createSuccession } from './succession.ts'
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
  let shared: Shared | undefined

  const post = (message: Message) => channel?.postMessage(message)
  const isOwner = () => succession.office() !== undefined
  const hello = () =>
    post({ type: 'hello', tab: me, isVisible: isVisible(), isListening: devices.isListening() && !isOwner() })

  const show = (next: Shared) => {
    shared = next
    tabs.set({ role: isOwner() ? 'owner' : 'follower', count: next.count, isNotifier: next.notifier === me })
    devices.show(next.devices)
    ringing.show(next.calls, next.ringer === me && !isOwner())
    mirror.show(next)
  }

  const told = (message: Told) => {
    if (!succession.isRight(message.turn)) return
    if (message.type === 'state') return show(message.shared)
    if (message.type === 'level') return devices.showLevel(message.level)
    if (message.to !== me) return
    if (message.type === 'taken') requests.taken(message.number)
    else requests.done(message.number, message.failure)
  }

  const asked = ({ tab, turn, at, number, request }: Said & { readonly type: 'ask' }) => {
    const office = succession.office()
    if (office === undefined || turn.tab !== me || turn.epoch !== office.turn.epoch) return
    if (clock.now() - at > worthDoing) return
    post({ type: 'taken', turn, to: tab, number })
    office.carry(request).then(
      () => post({ type: 'done', turn, to: tab, number }),
      (error) => post({ type: 'done', turn, to: tab, number, failure: failureOf(error) }),
    )
  }

  const heard = (message: Message) => {
    if (message.type === 'hello') succession.office()?.meet(message)
    else if (message.type === 'ask') asked(message)
    else told(message)
  }

  const carry = ({ number, request }: Asked) => {
    const office = succession.office()
    const turn = succession.turn()
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
    succession.begin()
    hello()
    return () => {
      stopLooking()
      succession.end()
      requests.close()
      ringing.show([], false)
      channel?.close()
      channel = undefined
      goodbye()
    }
  }

  const requests = createRequests({
    clock,
    isLed: () => succession.turn() !== undefined,
    post: carry,
    silent: () => succession.seize(),
  })
  const devices = createTabDevices({
    ...{ own: sip.devices, isOwner, ask: requests.ask },
    changed: () => (isOwner() ? succession.office()?.tell() : hello()),
  })
  const succession = createSuccession({
    ...{ clock, locks, name, lockOf, me },
    openOffice: (turn) => openOffice({ ...{ sip, clock, locks, lockOf, turn, devices, post, show }, before: shared }),
    turned() {
      requests.turned()
      hello()
    },
  })
  const mirror = createMirror({ clock, ask: requests.ask, opened: open })
  const ringing = createRinging(sip.relay.ring)

  return {
    ...{ calls: mirror.calls, connection: mirror.connection, devices: devices.transport, relay: sip.relay, tabs },
    media: {
      remote: sip.media.remote,
      warm: () => void requests.ask({ of: 'warm' }).catch(() => {}),
    },
  }
}
