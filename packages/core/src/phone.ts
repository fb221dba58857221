import { EventEmitter } from 'eventemitter3'
import type { Account, AccountEvents } from './account/account.ts'
import type { Call } from './call/call.ts'
import { type CallEvents, type Calls, type CallsOptions, createCalls } from './call/calls.ts'
import type { CallId, CallTransport, DialOptions } from './call/transport.ts'
import type { CallerIds } from './caller-ids/caller-ids.ts'
import { type Connection, createConnection } from './connection/connection.ts'
import type { ConnectionTransport } from './connection/transport.ts'
import { createDevices, type Devices } from './devices/devices.ts'
import type { DeviceTransport } from './devices/transport.ts'
import type { Directory } from './directory/directory.ts'
import type { Forwarding } from './forwarding/forwarding.ts'
import type { History } from './history/history.ts'
import { type Callable, createDialler, followAccount } from './joins.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { type NumberPlan, netherlands } from './kernel/number-plan.ts'
import { type Live, type Part, type PartWorld, startPart } from './kernel/part.ts'
import { guarded } from './kernel/store.ts'
import type { Presence } from './presence/presence.ts'
import type { Settings } from './settings/settings.ts'

/** The transports a phone makes calls with. */
export interface PhoneTransports {
  readonly calls: CallTransport
  readonly connection: ConnectionTransport
  readonly devices: DeviceTransport
}

/** The parts of a phone that bring their own code; a back end gives them as they are. */
export interface BackendParts {
  readonly account: Part<Account>
  readonly presence: Part<Presence>
  readonly directory: Part<Directory>
  readonly history: Part<History>
  readonly forwarding: Part<Forwarding>
  readonly settings: Part<Settings>
  readonly callerIds: Part<CallerIds>
}

/** What a phone can be given: transports for calls, and parts; a part of your own under any other name is welcome. */
export type PhoneParts = Partial<PhoneTransports> & {
  readonly [Name in keyof BackendParts]?: BackendParts[Name] | undefined
}

/** The world a phone lives in, each with a default. */
export interface PhoneOptions {
  readonly clock?: Clock
  /** How numbers without a country code are read; default `numberPlans.NL`. */
  readonly numbers?: NumberPlan
  /** Makes the ids of the calls that are dialled; default random. */
  readonly createId?: () => CallId
}

interface Slices {
  readonly calls: Calls
  readonly connection: Connection
  readonly devices: Devices
}

/** Everything a phone tells, by name. */
export interface PhoneEvents extends CallEvents, AccountEvents {}

/** What every phone has, whatever it was given. */
export interface PhoneBase {
  /** Calls `listener` at each event of that name; the function it returns stops that. */
  on<Name extends keyof PhoneEvents>(name: Name, listener: PhoneEvents[Name]): () => void
  /** Ends everything: calls are hung up, the connection is closed, listeners are forgotten. */
  close(): void
}

/** Calls a number or a contact's number. */
interface Dialler {
  /**
   * Calls a number, a contact (by its preferred number), whoever has a number, or back the other side of a record.
   * Throws `bad-number`.
   */
  call(target: Callable, options?: DialOptions): Call
}

/** The slice a part makes; undefined where the part may be absent. */
export type SliceOf<Given> = Given extends Part<infer Slice> ? Slice : undefined

/** A phone with exactly the slices it was given transports and parts for. */
export type Phone<Parts extends PhoneParts = PhoneTransports> = PhoneBase & {
  readonly [Name in keyof Slices & keyof Parts]: Slices[Name]
} & {
  readonly [Name in keyof Parts as Parts[Name] extends Part<unknown> | undefined ? Name : never]: SliceOf<Parts[Name]>
} & (Parts extends { readonly calls: CallTransport } ? Dialler : unknown)

/**
 * Makes a phone of the transports and parts it is given; `createPhone({ calls })` has calls and nothing else. One with an
 * account and a connection connects by itself when somebody signs in, and disconnects when they sign out.
 */
export function createPhone<const Parts extends PhoneParts>(parts: Parts, options: PhoneOptions = {}): Phone<Parts> {
  const { clock = systemClock, numbers = netherlands, createId } = options
  const events = new EventEmitter()
  const emit = (name: string, ...facts: readonly unknown[]) => void events.emit(name, ...facts)
  const silence = (isSilent: boolean) => void parts.devices?.send({ type: 'silence', isSilent }).catch(() => {})
  const { slices, closers } = compose(parts, { clock, numbers, emit, silence, createId })
  const base: PhoneBase = {
    on(name, listener) {
      // one throwing listener must not keep the news from the others
      const guard = (...facts: unknown[]) => guarded(() => Reflect.apply(listener, undefined, facts))
      events.on(name, guard)
      return () => void events.off(name, guard)
    },
    close() {
      for (const close of closers) if (close) guarded(close)
      events.removeAllListeners()
    },
  }
  // compose() made exactly the slices for which there are parts, which the compiler cannot follow through a mapped type
  return { ...base, ...slices } as unknown as Phone<Parts>
}

function compose(parts: PhoneParts, world: PartWorld & Pick<CallsOptions, 'createId'>) {
  const { calls, connection, devices } = parts
  const withCalls = calls && createCalls(calls, world)
  const withConnection = connection && createConnection(connection, world)
  const withDevices = devices && createDevices(devices)
  const started = startAll(parts, world)
  const named: { readonly account?: Account; readonly directory?: Directory } = Object.fromEntries(
    started.map(([name, { slice }]) => [name, slice]),
  )
  const unfollow = named.account && withConnection && followAccount(named.account, withConnection.connection)
  return {
    slices: {
      ...(withCalls && { calls: withCalls.calls, call: createDialler(withCalls.calls, named.directory) }),
      ...(withConnection && { connection: withConnection.connection }),
      ...(withDevices && { devices: withDevices.devices }),
      ...named,
    },
    closers: [
      unfollow,
      ...[withCalls, withConnection, withDevices, ...started.map(([, live]) => live)].map((live) => live?.close),
    ],
  }
}

/** Every part is started, whatever its name; what else there is under a name is not ours. */
function startAll(parts: object, world: PartWorld): [string, Live<unknown>][] {
  return Object.entries(parts).flatMap(([name, given]): [string, Live<unknown>][] => {
    const live = startPart(given, world)
    return live === undefined ? [] : [[name, live]]
  })
}
