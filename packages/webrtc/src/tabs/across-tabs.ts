import { type Clock, createStore, randomId, systemClock } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import type { TabsChannel } from './seat.ts'
import { createTab } from './tab.ts'
import type { Tabs, TabsSnapshot } from './tabs.ts'

/** The world the tabs live in, each with a default. */
export interface TabsOptions {
  /** What the tabs share a phone by; default: the account, `user@domain`, of a transport that asks as soon as it connects. */
  readonly name?: string
  readonly clock?: Clock
  readonly locks?: Pick<LockManager, 'request'> | undefined
  readonly openChannel?: ((name: string) => TabsChannel) | undefined
}

/** A transport that all tabs share. */
export interface SharedTransport extends SipTransport {
  /** What this tab is among the others. */
  readonly tabs: Tabs
}

/**
 * One phone in all tabs of a person in this browser: one of them has the socket and the sound, every one has the calls and
 * can give every command, and when the one that has them goes the next takes the calls over. `media.remote` gives a stream
 * only in the tab that has the sound. Where a browser cannot share, each tab works alone and `tabs` says why.
 */
export function acrossTabs(sip: SipTransport, options: TabsOptions = {}): SharedTransport {
  const { clock = systemClock, name = sip.relay.account } = options
  const { locks = globalThis.navigator?.locks, openChannel = browserChannel() } = options
  if (locks === undefined) return alone(sip, 'no-locks')
  if (openChannel === undefined) return alone(sip, 'no-channel')
  return createTab({ sip, clock, locks, openChannel, name, me: randomId() })
}

function alone(sip: SipTransport, reason: NonNullable<TabsSnapshot['reason']>): SharedTransport {
  return { ...sip, tabs: createStore<TabsSnapshot>({ role: 'alone', count: 1, isNotifier: true, reason }) }
}

const browserChannel = () =>
  typeof BroadcastChannel === 'undefined' ? undefined : (name: string) => new BroadcastChannel(name)
