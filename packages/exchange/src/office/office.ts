import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { decideForwarding, type ForwardedCall, type PersonFacet, type PersonStatus } from '@offhook/core'
import type { Telephones } from '../api/telephones.ts'
import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { Logger } from '../log/logger.ts'
import { createPeople } from '../people/people.ts'
import { sipPath } from '../sip/socket.ts'
import type { Store } from '../store/store.ts'
import type { KeptCall } from '../switch/kept.ts'
import { createBareOffice, everywhere, type Office, type Route } from '../switch/office.ts'
import { createClerk } from './clerk.ts'
import { type CredentialsDesk, createCredentials } from './credentials.ts'
import { type Files, openFiles } from './files.ts'
import { heeded } from './heeded.ts'
import { openKeeper } from './keeper.ts'
import { watchSessions } from './sessions.ts'
import { createStaff } from './staff.ts'
import { createTelephones } from './telephones.ts'

/** What the back office lives in. */
export interface OfficeWorld {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  /** Where this process listens: what tells it from others that have the same store. */
  readonly port?: number
}

/** The back office of a running exchange. */
export interface BackOffice extends Office, Telephones {
  /** Passwords for the telephones of sessions. */
  readonly desk: CredentialsDesk
  /** The store, whose changes are not done before the switch goes by them; absent: nothing is kept. */
  readonly store: Store | undefined
  /** Calls of the process before this one, to go on with. */
  readonly kept: readonly KeptCall[]
  /** Writes down what is left; resolves when the store may be closed. */
  close(): Promise<void>
}

/** Opens the back office of an exchange, over a store if it keeps things; throws what the store throws. */
export async function openOffice(world: OfficeWorld, store: Store | undefined): Promise<BackOffice> {
  const { settings, clock } = world
  const secret = (await store?.secret('sip')) ?? randomUUID()
  const desk = createCredentials({ clock, realm: settings.realm, path: sipPath, secret })
  if (store) return { desk, ...(await overStore({ ...world, desk }, store)) }
  const people = createPeople(settings.people, settings)
  return { desk, ...createTelephones(clock), ...createBareOffice(people), store, kept: [], close: async () => {} }
}

interface StoreWorld extends OfficeWorld {
  readonly desk: CredentialsDesk
}

async function overStore(world: StoreWorld, store: Store): Promise<Omit<BackOffice, 'desk'>> {
  const { settings, clock, logger, desk, port = settings.port } = world
  const staff = createStaff(settings)
  const telephones = createTelephones(clock)
  const files = await openFiles({ store, clock, logger, changed: staff.put })
  const { sawDevice, forget, caughtUp } = files
  const clerk = createClerk({ store, clock, logger, telephones, sawDevice, gone: forget })
  const stopWatching = await watchSessions({ store, clock, desk, userOf: (id) => files.get(id)?.person.user })
  const graceMs = settings.graceSeconds * 1000
  const node = `${hostname()}:${port}`
  const keeper = graceMs > 0 ? await openKeeper({ store, clock, logger, clerk, node, graceMs }) : undefined
  // what was told by a process that did not end well is not true any more
  for (const { person } of files.all()) clerk.presence(person.id)
  return {
    ...telephones,
    ...(keeper && { keeper }),
    kept: keeper?.found ?? [],
    people: staff,
    store: heeded(store, { clock, caughtUp }),
    routeTo: ({ id }, callers) => routeOf(files, id, { callers, at: clock.now() }),
    lineChanged({ id }, line) {
      const { isSeen, areDevices } = telephones.setLine(id, line)
      if (isSeen) clerk.presence(id)
      if (areDevices) clerk.devices(id)
    },
    devicesChanged({ id, isGateway }, devices) {
      if (isGateway) return
      const { cameOrWent, isSeen } = telephones.setDevices(id, devices)
      if (isSeen) clerk.presence(id)
      if (cameOrWent.length > 0) clerk.seen(id, cameOrWent)
    },
    callOver: ({ id }, call) => clerk.record(id, call),
    async close() {
      await clerk.close()
      await keeper?.close()
      stopWatching()
      files.close()
    },
  }
}

/** What somebody's file says about a call that comes now. */
function routeOf(
  { get, officeHours }: Files,
  person: string,
  { callers, at }: Pick<ForwardedCall, 'callers' | 'at'>,
): Route {
  const file = get(person)
  if (!file) return everywhere
  const { person: profile, plan, said, callWaiting, simultaneousRing, rings, ids } = file
  return {
    forwarding: decideForwarding({ ...plan, officeHours }, { status: statusAt(said, at), callers, at }),
    callWaiting,
    ringsMobile: simultaneousRing && profile.mobile !== undefined,
    // a device that nobody has written down yet rings, as one does that nobody has switched off
    rings: (instance) => rings.get(ids.get(instance) ?? '') ?? true,
  }
}

/** A status that has ended is none, whether somebody noticed or not. */
const statusAt = ({ status, until }: PersonFacet, at: number): PersonStatus =>
  until !== undefined && until <= at ? 'available' : status
