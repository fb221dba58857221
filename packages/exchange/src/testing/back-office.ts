import type { ForwardingRule, PersonStatus } from '@offhook/core'
import { onTestFinished } from 'vitest'
import { callerIdsNews, forwardingNews, presenceNews, settingsNews } from '../api/news.ts'
import { withDevices, withFacets } from '../api/telephones.ts'
import { type Clock, systemClock } from '../clock.ts'
import { toSettings } from '../config/settings.ts'
import type { Logger } from '../log/logger.ts'
import { openOffice } from '../office/office.ts'
import type { StoreEvent } from '../store/events/outbox.ts'
import type { Said } from '../store/presence.ts'
import type { Store } from '../store/store.ts'
import { found } from '../store/world.ts'
import type { StopOptions } from '../switch/board.ts'
import { serve } from './switch.ts'
import type { PhoneOptions } from './wire.ts'

/** A clock that can be set; what is to be done later is done in real time. */
export function createSetClock(start: number): Clock & { set(at: number): void } {
  let shifted = start - Date.now()
  return {
    now: () => Date.now() + shifted,
    after: systemClock.after,
    set(at) {
      shifted = at - Date.now()
    },
  }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const staff = [
  { user: 'alice', extension: '201', name: 'Alice Jansen' },
  { user: 'bob', extension: '202', name: 'Bob de Vries' },
  { user: 'carol', extension: '203', name: 'Carol van den Berg' },
]

/** Takes alice, bob and carol on; their ids are their names. */
export const hire = (store: Store) =>
  store.transaction(async ({ people }) => {
    for (const one of staff) await people.create({ ...one, id: one.user, email: `${one.user}@example.nl` })
  })

/** An exchange without its web server: the switch and its back office over a store, and what was told since. */
export async function openBackOffice(
  kept: Store,
  { clock, logger = quiet, graceSeconds = 0 }: { clock: Clock; logger?: Logger; graceSeconds?: number },
) {
  const settings = toSettings({
    gateways: [{ user: 'trunk', password: 'trunk' }],
    noAnswerSeconds: 30,
    graceSeconds,
  })
  const office = await openOffice({ settings, clock, logger }, kept)
  const { store = kept, desk } = office
  const served = await serve({ settings, clock, logger, office, kept: office.kept })
  const events: StoreEvent[] = []
  const leave = kept.events.watch({ opened() {}, event: (event) => void events.push(event), reset() {} })
  let closed: Promise<void> | undefined
  const close = (options?: StopOptions) => {
    closed ??= served.stop(options).then(office.close).then(leave)
    return closed
  }
  onTestFinished(() => close())

  return {
    ...{ store, events, office, close, connect: served.connect, counts: served.counts },
    /** A phone of a session of somebody. */
    signIn: (user: string, options: PhoneOptions = {}) => {
      const { password } = desk.issueSipCredentials({ user, session: `of ${user}`, domain: 'localhost' })
      return served.signIn(user, { password, ...options })
    },
    say: (person: string, status: PersonStatus, more: Omit<Said, 'status'> = {}) =>
      store.transaction(async ({ presence, tell }) =>
        tell(presenceNews(withFacets(await presence.set(person, { status, ...more }), office))),
      ),
    forward: (person: string, rules: readonly ForwardingRule[]) =>
      store.transaction(async ({ forwarding, tell }) => {
        const { value, etag } = await forwarding.save(person, { rules })
        const { value: officeHours } = await forwarding.officeHours()
        tell(forwardingNews(person, { value: { ...value, officeHours }, etag }))
      }),
    choose: (person: string, number: string | null) =>
      store.transaction(async ({ callerIds, tell }) =>
        tell(callerIdsNews(person, await callerIds.choose(person, number))),
      ),
    ring: (person: string, device: string, rings: boolean) =>
      store.transaction(async ({ settings: all, tell }) =>
        tell(settingsNews(person, withDevices(await all.ring(person, device, rings), { person, telephones: office }))),
      ),
    update: (person: string, changes: { readonly callWaiting: boolean }) =>
      store.transaction(async ({ settings: all, tell }) =>
        tell(settingsNews(person, withDevices(await all.update(person, changes), { person, telephones: office }))),
      ),
    devices: async (person: string) => found(await store.settings.of(person), 'person').value.devices,
    records: async (person: string) => (await kept.history.page(person, nothing, { limit: 50 })).items,
  }
}

const nothing = { direction: undefined, kinds: undefined, from: undefined, to: undefined, text: undefined }
