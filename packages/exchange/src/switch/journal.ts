import { randomUUID } from 'node:crypto'
import type { CallRecord, EndReason, RecordKind, RecordParty } from '@offhook/core'
import * as z from 'zod'
import type { Clock } from '../clock.ts'
import type { Identity, Person } from '../people/people.ts'
import type { FinishedCall } from './office.ts'

/** What is known of a call when it begins for somebody. */
export interface EntryFacts extends Pick<CallRecord, 'direction' | 'from' | 'to'> {
  /** Who passed it on, last one first. */
  readonly via?: readonly RecordParty[]
  readonly callerId?: string | undefined
}

const party = z.object({
  name: z.exactOptional(z.string()),
  number: z.exactOptional(z.string()),
  personId: z.exactOptional(z.string()),
})

/** A part in a call that goes on, as it is written down. */
export const keptEntrySchema = z.object({
  direction: z.enum(['incoming', 'outgoing']),
  from: party,
  to: party,
  via: z.array(party),
  callerId: z.exactOptional(z.string()),
  startedAt: z.number(),
  answeredAt: z.exactOptional(z.number()),
  devices: z.array(z.string()),
})

/** A part in a call as it is written down. */
export type KeptEntry = z.output<typeof keptEntrySchema>

/** How a call ended that was not answered. */
export interface Unanswered {
  readonly kind?: RecordKind
  readonly reason: EndReason
}

/** One person's part in one call, from dialling or ringing until it is over for them, whatever carries it meanwhile. */
export interface Entry extends Pick<CallRecord, 'direction' | 'to' | 'via'> {
  /** They talk with somebody, on this device; the first time counts. An outgoing call went to where that one has it from. */
  answered(other: Entry | undefined, device: string | undefined): void
  /** It is over for them. What is said first counts: there is one record for each entry. */
  end(how: Unanswered): void
  /** What it is now; nothing when it is over. */
  keep(): KeptEntry | undefined
}

/** Keeps a record of each part in each call. */
export interface Journal {
  begin(person: Person, facts: EntryFacts): Entry
  /** Goes on with one of another process. */
  resume(person: Person, kept: KeptEntry): Entry
}

/** What a journal needs from outside. */
export interface JournalOptions {
  readonly clock: Clock
  /** A call is over for somebody. */
  over(person: Person, call: FinishedCall): void
}

// more than anybody reads
const mostVia = 16

/** A journal that tells each part in a call once, when it is over. */
export const createJournal = (options: JournalOptions): Journal => ({
  begin(person, { via = [], callerId, ...facts }) {
    const startedAt = options.clock.now()
    const about = { ...facts, via: [...via], ...(callerId !== undefined && { callerId }) }
    return createEntry(person, { ...about, startedAt, devices: [] }, options)
  },
  resume: (person, kept) => createEntry(person, kept, options),
})

function createEntry(person: Person, begun: KeptEntry, { clock, over }: JournalOptions): Entry {
  const { direction } = begun
  const devices = new Set(begun.devices)
  let { to, via, answeredAt }: Pick<KeptEntry, 'to' | 'answeredAt'> & Pick<Entry, 'via'> = begun
  let isOver = false
  const now = (): KeptEntry => ({
    ...begun,
    ...{ to, via: via.slice(0, mostVia), devices: [...devices] },
    ...(answeredAt !== undefined && { answeredAt }),
  })

  return {
    direction,
    get to() {
      return to
    },
    get via() {
      return via
    },
    answered(other, device) {
      if (isOver) return
      if (device !== undefined) devices.add(device)
      if (answeredAt !== undefined) return
      answeredAt = clock.now()
      if (direction === 'outgoing' && other?.direction === 'incoming') ({ to, via } = other)
    },
    end({ kind, reason }) {
      if (isOver) return
      isOver = true
      over(person, finished(now(), { ...(kind && { kind }), reason }, clock.now()))
    },
    keep: () => (isOver ? undefined : now()),
  }
}

/** The record of a part in a call that ended at a moment. */
export function finished(entry: KeptEntry, { kind, reason }: Unanswered, at: number): FinishedCall {
  const { direction, startedAt, answeredAt } = entry
  const missed: RecordKind = direction === 'incoming' ? 'missed' : 'failed'
  return {
    ...entry,
    ...{ id: randomUUID(), kind: answeredAt === undefined ? (kind ?? missed) : 'answered', reason },
    // a clock that was set back must not make a call end before it began
    endedAt: Math.max(at, answeredAt ?? startedAt),
  }
}

/** A person of the exchange as a record shows them. */
export const partyOf = ({ name, extension, id, isGateway }: Person): RecordParty =>
  isGateway ? { name } : { name, number: extension, personId: id }

/** A caller as a record shows them: who shows another number is not given away. */
export const callerOf = (person: Person, { name, number }: Identity): RecordParty =>
  number === person.extension && !person.isGateway ? partyOf(person) : { ...(name !== '' && { name }), number }
