import type { Clock } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import type { TabDevices } from './devices.ts'
import { failureOf } from './failure.ts'
import {
  type Asked,
  type Hello,
  type Message,
  type Said,
  type Shared,
  type TabId,
  type Told,
  version,
} from './message.ts'
import { openOffice } from './office.ts'
import { isVisible, onVisibility } from './page.ts'
import { worthDoing } from './patience.ts'
import { readMessage } from './read.ts'
import type { Requests } from './requests.ts'
import { holdLock } from './roster.ts'
import { createSuccession } from './succession.ts'

/** The part of a BroadcastChannel that is used. */
export type TabsChannel = Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>

/** The place of one tab among those that share a phone. */
export interface Seat {
  readonly name: string
  /** Asks for the turn, and says that this tab is there. */
  begin(): void
  /** Whether somebody carries the calls, as far as is known. */
  isLed(): boolean
  isOwner(): boolean
  /** Carries out what this tab asks, or brings it to the tab that does. */
  carry(asked: Asked): void
  /** Whoever carries the calls does not answer. */
  seize(): void
  /** Something in this tab is not as it was that others must know. */
  tell(): void
  /** Leaves the calls to the others; `isForGood`: ends them when there are none. */
  leave(isForGood: boolean): void
}

/** What a seat needs of the tab it is in. */
export interface SeatWorld {
  readonly sip: SipTransport
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly openChannel: (name: string) => TabsChannel
  /** What the tabs share the phone by. */
  readonly name: string
  readonly me: TabId
  readonly devices: TabDevices
  readonly requests: Requests
  /** How everything is now. */
  show(shared: Shared): void
}

/** Takes a seat among the tabs. */
export function takeSeat(world: SeatWorld): Seat {
  const { sip, clock, locks, me, devices, requests } = world
  const name = `offhook.tabs.${version}.${world.name}`
  const lockOf = (tab: TabId) => `${name}.${tab}`
  const channel = world.openChannel(name)
  let shared: Shared | undefined

  const post = (message: Message) => channel.postMessage(message)
  const isOwner = () => succession.office() !== undefined
  const hello = () => {
    const message: Hello = {
      ...{ type: 'hello', tab: me, isVisible: isVisible() },
      isListening: devices.isListening() && !isOwner(),
    }
    post(message)
    succession.office()?.meet(message)
  }
  const show = (next: Shared) => {
    shared = next
    world.show(next)
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
    // a page that is half asleep still hears, but its timers do not run, and what it begins it does not finish
    clock.after(0, () => post({ type: 'taken', turn, to: tab, number }))
    office.carry(request).then(
      () => post({ type: 'done', turn, to: tab, number }),
      (error) => post({ type: 'done', turn, to: tab, number, failure: failureOf(error) }),
    )
  }

  const succession = createSuccession({
    ...{ clock, locks, name, lockOf, me },
    openOffice: (turn) => openOffice({ ...{ sip, clock, locks, lockOf, turn, devices, post, show }, before: shared }),
    turned() {
      requests.turned()
      hello()
    },
  })

  channel.onmessage = ({ data }) => {
    const message = readMessage(data)
    if (message === undefined) return
    if (message.type === 'hello') succession.office()?.meet(message)
    else if (message.type === 'ask') asked(message)
    else told(message)
  }
  const goodbye = holdLock(locks, lockOf(me))
  const stopLooking = onVisibility(hello)

  return {
    ...{ name: world.name, isOwner, seize: succession.seize },
    begin() {
      succession.begin()
      hello()
    },
    isLed: () => succession.turn() !== undefined,
    tell: () => (isOwner() ? succession.office()?.tell() : hello()),
    carry({ number, request }) {
      const office = succession.office()
      const turn = succession.turn()
      if (office === undefined) return turn && post({ type: 'ask', tab: me, turn, at: clock.now(), number, request })
      requests.taken(number)
      office.carry(request).then(
        () => requests.done(number, undefined),
        (error) => requests.done(number, failureOf(error)),
      )
    },
    leave(isForGood) {
      stopLooking()
      succession.end(isForGood)
      channel.close()
      goodbye()
    },
  }
}
