import { randomUUID } from 'node:crypto'
import type { CallRecord, EndReason, RecordKind, RecordParty } from '@offhook/core'
import type { Clock } from '../clock.ts'
import type { Identity, Person } from '../people/people.ts'
import type { FinishedCall } from './office.ts'

/** What is known of a call when it begins for somebody. */
export interface EntryFacts extends Pick<CallRecord, 'direction' | 'from' | 'to'> {
  /** Who passed it on, last one first. */
  readonly via?: readonly RecordParty[]
  readonly callerId?: string | undefined
}

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
}

/** Keeps a record of each part in each call. */
export interface Journal {
  begin(person: Person, facts: EntryFacts): Entry
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
  begin: (person, facts) => createEntry(person, facts, options),
})

function createEntry(person: Person, facts: EntryFacts, { clock, over }: JournalOptions): Entry {
  const { direction, from, callerId } = facts
  const startedAt = clock.now()
  const devices = new Set<string>()
  let { to, via = [] } = facts
  let answeredAt: number | undefined
  let isOver = false

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
      const missed: RecordKind = direction === 'incoming' ? 'missed' : 'failed'
      over(person, {
        ...{ id: randomUUID(), direction, kind: answeredAt === undefined ? (kind ?? missed) : 'answered' },
        startedAt,
        ...(answeredAt !== undefined && { answeredAt }),
        // a clock that was set back must not make a call end before it began
        endedAt: Math.max(clock.now(), answeredAt ?? startedAt),
        ...{ from, to, via: via.slice(0, mostVia), devices: [...devices], reason },
        ...(callerId !== undefined && { callerId }),
      })
    },
  }
}

/** A person of the exchange as a record shows them. */
export const partyOf = ({ name, extension, id, isGateway }: Person): RecordParty =>
  isGateway ? { name } : { name, number: extension, personId: id }

/** A caller as a record shows them: who shows another number is not given away. */
export const callerOf = (person: Person, { name, number }: Identity): RecordParty =>
  number === person.extension && !person.isGateway ? partyOf(person) : { ...(name !== '' && { name }), number }
