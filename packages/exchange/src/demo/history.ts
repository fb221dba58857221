import type { ContactFields, RecordKind, RecordParty } from '@offhook/core'
import type { NewRecord } from '../store/history-changes.ts'
import type { StoredPerson } from '../store/people.ts'
import type { Chance } from './chance.ts'

const hourMs = 3_600_000

const incoming: readonly RecordKind[] = ['answered', 'answered', 'answered', 'missed', 'declined', 'elsewhere']
const outgoing: readonly RecordKind[] = ['answered', 'answered', 'answered', 'cancelled', 'failed']

/** A call somebody had some hours ago, with a contact or a colleague. */
export function madeUpRecord(
  chance: Chance,
  person: StoredPerson,
  { other, endedAt }: { readonly other: RecordParty; readonly endedAt: number },
): NewRecord {
  const direction = chance.below(2) === 0 ? 'incoming' : 'outgoing'
  const kind = chance.of(direction === 'incoming' ? incoming : outgoing)
  const talked = kind === 'answered' ? (20 + chance.below(600)) * 1000 : 0
  const rang = (3 + chance.below(25)) * 1000
  const startedAt = endedAt - talked - rang
  const own = { name: person.name, number: person.extension, personId: person.id }
  return {
    personId: person.id,
    ...{ direction, kind, startedAt, endedAt },
    ...(talked > 0 && { answeredAt: startedAt + rang }),
    ...(direction === 'incoming' ? { from: other, to: own } : { from: own, to: other }),
    via: [],
    devices: talked > 0 ? ['Browser'] : [],
  }
}

/** When so many calls ended, the last one an hour ago. */
export const pastMoments = (now: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => now - hourMs - at * 3.7 * hourMs)

/** A contact as a call record has it. */
export const partyOf = ({ name, phones = [] }: ContactFields): RecordParty => ({
  name: name.full,
  ...(phones[0] && { number: phones[0].number }),
})

/** A colleague as a call record has it. */
export const colleagueOf = ({ id, name, extension }: StoredPerson): RecordParty => ({
  personId: id,
  name,
  number: extension,
})
