import type { Call } from '../call/call.ts'
import type { EndReason } from '../call/signal.ts'
import type { CallTransport } from '../call/transport.ts'
import type { ConnectionTransport } from '../connection/transport.ts'
import type { DeviceTransport } from '../devices/transport.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { createPhone, type Phone } from '../phone.ts'
import { createHardware, type Hardware } from './network/hardware.ts'
import type { Latency } from './network/lane.ts'
import { createPeople, demoPeople, type NetworkPerson } from './network/people.ts'
import { createScript, type FaultOptions, type NetworkCommand } from './network/script.ts'
import { createSwitchboard } from './network/switchboard.ts'
import { createTelephone, type Telephone } from './network/telephone.ts'

/** The world of a simulated network, each with a default. */
export interface NetworkOptions {
  /** The clock of latency, ringing and reconnecting; hand the same one to `createPhone`. */
  readonly clock?: Clock
  /** Who there is; default {@link demoPeople}. */
  readonly people?: readonly NetworkPerson[]
  /** How long a message is under way, milliseconds; default: until the next microtask. */
  readonly latency?: Latency
  /** How long a telephone rings before the call is unanswered, milliseconds; default 30 000. */
  readonly ringFor?: number
}

/** The transports of one simulated telephone, to hand to `createPhone`. */
export interface NetworkTransports {
  readonly calls: CallTransport
  readonly connection: ConnectionTransport
  readonly devices: DeviceTransport
  /** Moves the plugs and the microphone of this telephone. */
  readonly hardware: Hardware
}

/** Somebody outside the company. */
export interface Outsider {
  /** The name the exchange shows; absent: only the number. */
  readonly name?: string
  /** The number they are dialled by, as the phone sends it: `'+31201234567'`. */
  readonly number: string
}

/** A simulated exchange with its people, for tests of apps: it behaves, and its faults are scripted. */
export interface Network {
  /** A telephone of a person; joining twice gives two telephones that both ring. Throws `bad-option`. */
  join(person: string, options?: { readonly password?: string }): NetworkTransports
  /** Calls a person from outside: the far side's own call, to hold, mute, transfer and hang up as they would. */
  dialIn(call: { readonly to: string; readonly from: Outsider }): Call
  /** A phone of somebody outside, who can be called by their number from now on and answers as the test says. */
  outside(party: Outsider): Phone<{ calls: CallTransport }>
  /** Whose microphones reach a person now: ids of people, names (or numbers) of outsiders, sorted. */
  hears(person: string): readonly string[]
  /** Every digit that reached a person until now. */
  digitsHeardBy(person: string): string
  /** Lets a person's telephones answer busy until the function it returns is called. */
  occupy(person: string): () => void
  /** Refuses the next command of that name with `error` (default `refused`); the function it returns takes that back. */
  refuseNext(command: NetworkCommand, error?: Error, options?: FaultOptions): () => void
  /** Leaves the next command of that name without an answer until the function it returns is called. */
  silenceNext(command: NetworkCommand, options?: FaultOptions): () => void
  /** Takes the network from all telephones of a person: no news, no sound, the phone reconnects until `restore`. */
  cut(person: string): void
  /** Gives the network back: the phone is online again and hears what it missed. */
  restore(person: string): void
  /** Ends every call there is, for `reason`. */
  endAll(reason: EndReason): void
  /** How many telephones are in a call, ringing ones included. */
  callsInProgress(): number
}

/** Makes a simulated exchange; nothing leaves the process, and nothing waits unless the clock says so. */
export function createNetwork(options: NetworkOptions = {}): Network {
  const { clock = systemClock, people: company = demoPeople, latency, ringFor = 30_000 } = options
  const people = createPeople(company)
  const script = createScript()
  const switchboard = createSwitchboard({ clock, people, ringFor })
  const telephones: Telephone[] = []

  const plugIn = (person: NetworkPerson, password?: string) => {
    const telephone = createTelephone(person, { clock, latency, script, switchboard, password })
    telephones.push(telephone)
    return telephone
  }
  const each = (person: string, act: (telephone: Telephone) => void) => {
    const { id } = people.get(person)
    for (const telephone of telephones) if (telephone.person === id) act(telephone)
  }
  const outside = ({ name, number }: Outsider) => {
    const person = people.add({ id: name ?? number, number, ...(name === undefined ? {} : { name }) })
    return createPhone({ calls: plugIn(person).calls }, { clock })
  }

  return {
    join(person, { password } = {}) {
      const { calls, line } = plugIn(people.get(person), password)
      const { transport, hardware } = createHardware(({ type }, carry) => script.pass({ type, by: person }, carry))
      return { calls, connection: line.transport, devices: transport, hardware }
    },
    outside,
    dialIn: ({ to, from }) => outside(from).call(people.get(to).number),
    hears: (person) => switchboard.hears(people.get(person).id),
    digitsHeardBy: (person) => switchboard.digitsHeardBy(people.get(person).id),
    occupy: (person) => switchboard.occupy(people.get(person).id),
    refuseNext: script.refuseNext,
    silenceNext: script.silenceNext,
    cut: (person) => each(person, ({ cut }) => cut()),
    restore: (person) => each(person, ({ restore }) => restore()),
    endAll: switchboard.endAll,
    callsInProgress: switchboard.callsInProgress,
  }
}
