import { EventEmitter } from 'eventemitter3'
import type { Call } from './call/call.ts'
import { type CallEvents, type Calls, createCalls } from './call/calls.ts'
import type { CallTransport, DialOptions } from './call/transport.ts'
import { type Connection, createConnection } from './connection/connection.ts'
import type { ConnectionTransport } from './connection/transport.ts'
import { createDevices, type Devices } from './devices/devices.ts'
import type { DeviceTransport } from './devices/transport.ts'
import type { Clock } from './kernel/clock.ts'
import type { NumberPlan } from './kernel/number.ts'
import { guarded } from './kernel/store.ts'

/** What a phone can be given: a transport for each part of it. */
export interface PhoneParts {
  readonly calls?: CallTransport
  readonly connection?: ConnectionTransport
  readonly devices?: DeviceTransport
}

/** The world a phone lives in, each with a default. */
export interface PhoneOptions {
  readonly clock?: Clock
  /** How numbers without a country code are read; default `numberPlans.NL`. */
  readonly numbers?: NumberPlan
}

interface Slices {
  readonly calls: Calls
  readonly connection: Connection
  readonly devices: Devices
}

/** Everything a phone tells, by name. */
export type PhoneEvents = CallEvents

/** What every phone has, whatever it was given. */
export interface PhoneBase {
  /** Calls `listener` at each event of that name; the function it returns stops that. */
  on<Name extends keyof PhoneEvents>(name: Name, listener: PhoneEvents[Name]): () => void
  /** Ends everything: calls are hung up, the connection is closed, listeners are forgotten. */
  close(): void
}

/** Calls a number or a contact's number. */
type Dialler = {
  /** Calls a number, or the number of a contact; the same as `phone.calls.dial`. Throws `bad-number`. */
  call(target: string | { readonly number: string }, options?: DialOptions): Call
}

/** A phone with exactly the slices it was given transports for. */
export type Phone<Parts extends PhoneParts = Required<PhoneParts>> = PhoneBase & {
  readonly [Name in keyof Slices & keyof Parts]: Slices[Name]
} & (Parts extends { readonly calls: CallTransport } ? Dialler : unknown)

/** Makes a phone of the transports it is given; `createPhone({ calls })` has calls and nothing else. */
export function createPhone<const Parts extends PhoneParts>(parts: Parts, options: PhoneOptions = {}): Phone<Parts> {
  const events = new EventEmitter()
  const emit: Emit = (name, ...facts) => void events.emit(name, ...facts)
  const { slices, closers } = compose(parts, { ...options, emit })
  const base: PhoneBase = {
    on(name, listener) {
      // one throwing listener must not keep the news from the others
      const guard = (...facts: unknown[]) => guarded(() => Reflect.apply(listener, undefined, facts))
      events.on(name, guard)
      return () => void events.off(name, guard)
    },
    close() {
      for (const close of closers) guarded(close)
      events.removeAllListeners()
    },
  }
  // compose() made exactly the slices for which there are parts, which the compiler cannot follow through a mapped type
  return { ...base, ...slices } as unknown as Phone<Parts>
}

type Emit = <Name extends keyof PhoneEvents>(name: Name, ...facts: Parameters<PhoneEvents[Name]>) => void

function compose({ calls, connection, devices }: PhoneParts, options: PhoneOptions & { emit: Emit }) {
  const withCalls = calls && createCalls(calls, options)
  const withConnection = connection && createConnection(connection, options)
  const withDevices = devices && createDevices(devices)
  const call: Dialler['call'] | undefined =
    withCalls && ((target, how) => withCalls.calls.dial(typeof target === 'string' ? target : target.number, how))
  return {
    slices: {
      ...(withCalls && { calls: withCalls.calls, call }),
      ...(withConnection && { connection: withConnection.connection }),
      ...(withDevices && { devices: withDevices.devices }),
    },
    closers: [withCalls, withConnection, withDevices].flatMap((slice) => (slice ? [slice.close] : [])),
  }
}
