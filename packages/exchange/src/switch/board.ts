import type { IncomingInviteRequest, IncomingReferRequest } from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { Logger } from '../log/logger.ts'
import type { Person } from '../people/people.ts'
import type { Admitted } from '../sip/receiver.ts'
import type { Registrar } from '../sip/registrar.ts'
import type { Attempt, Destination } from './attempt.ts'
import { type Call, connect } from './call.ts'
import { createDialogs, type Dialogs } from './dialogs.ts'
import { createJournal, type Journal } from './journal.ts'
import { keepCall } from './kept.ts'
import type { Leg } from './leg.ts'
import { createLines } from './lines.ts'
import type { LineNews, Office } from './office.ts'
import { reasons } from './reasons.ts'

/** A call that is not connected yet, or a transfer: something to be given up when the exchange stops. */
export interface Undertaking {
  /** Who is in it now, those who are rung too. */
  readonly people: readonly Person[]
  /** Who is rung now. */
  readonly rung?: readonly Person[]
  giveUp(): void
  /** A device of somebody can be reached that may not have been there before. */
  join?(person: Person): void
  /** Whether this device rings for it. */
  rings?(attempt: Attempt): boolean
  /** Gives the call to another device of the one who is rung. */
  pickUp?(admitted: Admitted<IncomingInviteRequest>): void
}

/** What everything in the switch shares. */
export interface Board {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly office: Office
  readonly registrar: Registrar
  readonly dialogs: Dialogs
  readonly journal: Journal
  /** Calls that ring or talk. */
  readonly callCount: number
  readonly stopping: boolean
  /** Connects two legs; `id` is that of a call of another process. */
  connect(a: Leg, b: Leg, id?: string): Call
  callOf(leg: Leg): Call | undefined
  callsOf(person: Person): number
  /** Whether somebody is in a call, or in as many as anybody may have. */
  busyness(person: Person): 'free' | 'in-call' | 'full'
  /** What the telephones of these people do may have changed. */
  touch(people: readonly Person[]): void
  /** A device of somebody registered. */
  registered(person: Person): void
  /** What a device rings for. */
  undertakingOf(attempt: Attempt): Undertaking | undefined
  /** Keeps something in mind until the returned function is called. */
  undertake(undertaking: Undertaking): () => void
  /** Hangs a leg up that its own client should have ended by now. */
  seeOff(leg: Leg): void
  /** Ends everything; new calls are refused from now on. With `drain`, calls that talk are left to the next process. */
  stop(options?: StopOptions): void
}

/** How something stops. */
export interface StopOptions {
  /** Whether calls that talk go on without this process, until the next one takes them up. */
  readonly drain?: boolean
}

/** What a board is made of. */
export interface BoardOptions extends Pick<Board, 'settings' | 'clock' | 'logger' | 'office' | 'registrar'> {
  /** A party of a call asks for a transfer. */
  referred(board: Board, call: Call, from: { transferor: Leg; request: IncomingReferRequest }): void
}

/** A switch with no calls. */
export function createBoard({ referred, ...options }: BoardOptions): Board {
  const { settings, clock, logger, office, registrar } = options
  const calls = new Set<Call>()
  const undertakings = new Set<Undertaking>()
  const farewells = new Set<() => void>()
  let stopping = false

  const lineOf = (person: Person): LineNews => {
    const isTheirs = (other: Person) => other.user === person.user
    const legs = [...calls].flatMap((call) => call.legs).filter((leg) => isTheirs(leg.person))
    const inCall = legs.flatMap(({ line }) => registrar.deviceOn(line, person)?.instance ?? [])
    const isRung = ({ rung = [] }: Undertaking) => rung.some(isTheirs)
    const dials = (it: Undertaking) => !isRung(it) && it.people.some(isTheirs)
    if (legs.length > 0 || [...undertakings].some(dials)) return { status: 'in-call', inCall }
    return { status: [...undertakings].some(isRung) ? 'ringing' : 'idle', inCall }
  }
  const keep = (call: Call) => {
    const kept = office.keeper && keepCall(call)
    if (kept) office.keeper?.put(kept)
  }
  const lines = createLines({ lineOf, changed: office.lineChanged })

  const board: Board = {
    ...options,
    dialogs: createDialogs(),
    journal: createJournal({ clock, over: office.callOver }),
    touch: lines.touch,
    get callCount() {
      return calls.size + undertakings.size
    },
    get stopping() {
      return stopping
    },
    connect(a, b, id) {
      const call = connect(a, b, {
        ...{ id, clock },
        changed: keep,
        referred: (from, transferor, request) => referred(board, from, { transferor, request }),
        over: (ended) => {
          calls.delete(ended)
          office.keeper?.remove(ended.id)
          lines.touch(ended.legs.map(({ person }) => person))
          logger.info('call.over', { call: ended.id })
        },
      })
      calls.add(call)
      lines.touch([a.person, b.person])
      for (const leg of [a, b]) {
        leg.entry?.answered(call.other(leg).entry, registrar.deviceOn(leg.line, leg.person)?.name)
      }
      keep(call)
      logger.info('call.connected', { call: call.id })
      return call
    },
    callOf: (leg) => [...calls].find((call) => call.legs.includes(leg)),
    callsOf: (person) =>
      [...calls].filter(({ legs }) => legs.some((leg) => leg.person.user === person.user)).length +
      [...undertakings].filter(({ people }) => people.some(({ user }) => user === person.user)).length,
    busyness(person) {
      if (board.callsOf(person) >= settings.maxCallsPerPerson) return 'full'
      return lineOf(person).status === 'in-call' ? 'in-call' : 'free'
    },
    registered(person) {
      for (const { join } of [...undertakings]) join?.(person)
    },
    undertakingOf: (attempt) => [...undertakings].find(({ rings }) => rings?.(attempt)),
    undertake(undertaking) {
      undertakings.add(undertaking)
      lines.touch(undertaking.people)
      return () => {
        if (undertakings.delete(undertaking)) lines.touch(undertaking.people)
      }
    },
    seeOff(leg) {
      const cancel = clock.after(settings.leaveSeconds * 1000, () => {
        farewells.delete(cancel)
        leg.hangUp(reasons.transferred)
      })
      farewells.add(cancel)
    },
    stop({ drain = false } = {}) {
      stopping = true
      for (const cancel of farewells) cancel()
      for (const { giveUp } of [...undertakings]) giveUp()
      if (drain && office.keeper) return
      for (const call of [...calls]) call.end(reasons.stopping)
    },
  }
  return board
}

/** How long a call that only rings waits for a party whose socket went. */
export const ringGraceMs = ({ settings: { ringGraceSeconds, graceSeconds } }: Pick<Board, 'settings'>): number =>
  Math.min(ringGraceSeconds, graceSeconds) * 1000

/** A device to ring, and what tells it from the others of its person. */
export interface DeviceToRing extends Destination {
  readonly instance: string
}

/** The devices of a person to ring, but not the one that asks. */
export function devicesOf(board: Board, person: Person, except?: Leg['line']): DeviceToRing[] {
  return board.registrar
    .contactsOf(person)
    .filter(({ line }) => line !== except)
    .map(({ line, uri, device }) => ({ line, uri, person, instance: device.instance }))
}
