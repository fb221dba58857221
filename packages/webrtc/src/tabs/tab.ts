import { type Clock, type ConnectionTransport, createStore } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { createTabDevices } from './devices.ts'
import type { Request, Shared, TabId } from './message.ts'
import { createMirror } from './mirror.ts'
import { createNaming } from './naming.ts'
import { createRequests } from './requests.ts'
import { createRinging } from './ringing.ts'
import { type Seat, type TabsChannel, takeSeat } from './seat.ts'
import type { Tabs, TabsSnapshot } from './tabs.ts'

/** What a tab is made of. */
export interface TabWorld {
  readonly sip: SipTransport
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly openChannel: (name: string) => TabsChannel
  /** What the tabs share the phone by; undefined: it is asked for when the phone connects. */
  readonly name: string | undefined
  readonly me: TabId
}

/** Makes one of the tabs that share a transport. */
export function createTab({ name, ...world }: TabWorld): SipTransport & { readonly tabs: Tabs } {
  const { sip, clock, me } = world
  const alone: TabsSnapshot = { role: 'follower', count: 1, isNotifier: false }
  const tabs = createStore(alone)
  let seat: Seat | undefined

  const isOwner = () => seat?.isOwner() === true
  const show = (next: Shared) => {
    tabs.set({ role: isOwner() ? 'owner' : 'follower', count: next.count, isNotifier: next.notifier === me })
    devices.show(next.devices)
    ringing.show(next.calls, next.ringer === me && !isOwner())
    mirror.show(next)
  }
  const stand = (isForGood: boolean) => {
    seat?.leave(isForGood)
    seat = undefined
    tabs.set(alone)
    ringing.show([], false)
  }
  const sit = (wanted: string) => {
    if (seat?.name === wanted) return
    if (seat !== undefined) {
      // another person: the transport goes on as theirs
      stand(false)
      mirror.show({ calls: [], connection: { status: 'connecting' } })
    }
    seat = takeSeat({ ...world, name: wanted, devices, requests, show })
    seat.begin()
  }

  const open = () => {
    if (name !== undefined) sit(name)
    return () => {
      naming.cancel()
      stand(true)
      requests.close()
    }
  }
  /** Who connects says as whom. */
  const connect: ConnectionTransport['send'] = async (command) => {
    naming.cancel()
    if (name === undefined && command.type === 'connect') {
      const known = await naming.ask()
      if (known === undefined) return
      sit(known)
    }
    if (seat === undefined) mirror.show({ calls: [], connection: { status: 'offline' } })
    else await requests.ask({ of: 'connection', command })
  }
  const ask = async (request: Request) =>
    request.of === 'connection' ? connect(request.command) : requests.ask(request)

  const naming = createNaming(clock, sip.relay.identify)
  const requests = createRequests({
    clock,
    isLed: () => seat?.isLed() === true,
    post: (asked) => seat?.carry(asked),
    silent: () => seat?.seize(),
  })
  const devices = createTabDevices({
    ...{ own: sip.devices, isOwner, ask: requests.ask },
    changed: () => seat?.tell(),
  })
  const mirror = createMirror({ clock, ask, opened: open })
  const ringing = createRinging(sip.relay.ring)

  return {
    ...{ calls: mirror.calls, connection: mirror.connection, devices: devices.transport, relay: sip.relay, tabs },
    media: {
      remote: sip.media.remote,
      warm: () => void requests.ask({ of: 'warm' }).catch(() => {}),
    },
  }
}
