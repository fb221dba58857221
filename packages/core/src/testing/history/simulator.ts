import { OffhookError } from '../../errors.ts'
import { fits } from '../../history/record.ts'
import type {
  CallRecord,
  HistoryCommand,
  HistoryFigures,
  HistorySink,
  HistoryTransport,
  RecordKind,
} from '../../history/transport.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The histories of a simulated company. */
export interface HistorySimulator extends Faults {
  /** A window of a person. */
  join(person: string): HistoryTransport
  /** A call of a person is over. */
  happened(person: string, record: CallRecord): void
}

/** Simulates histories, one for each person. */
export function simulateHistory(): HistorySimulator {
  const { open, tell, pass, faults } = createLines<HistorySink>()
  const books = new Map<string, CallRecord[]>()

  const of = (person: string) => books.get(person) ?? []
  const unseen = (person: string) => of(person).filter(({ kind, seen }) => kind === 'missed' && !seen).length
  const keep = (person: string, records: readonly CallRecord[]) => {
    const newest = [...records].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
    books.set(person, newest)
  }

  const carry = (person: string, command: HistoryCommand): void => {
    const before = of(person)
    if (command.type === 'seen') {
      keep(
        person,
        before.map((one) => (one.startedAt <= command.until ? { ...one, seen: true } : one)),
      )
      tell(person, (sink) => sink.missed(unseen(person), command.until))
      return
    }
    const gone = command.type === 'clear' ? before : before.filter(({ id }) => id === command.id)
    if (gone.length === 0 && command.type === 'remove') throw new OffhookError('not-found')
    const ids = gone.map(({ id }) => id)
    keep(
      person,
      before.filter(({ id }) => !ids.includes(id)),
    )
    tell(person, (sink) => {
      sink.removed(ids)
      sink.missed(unseen(person))
    })
  }

  return {
    ...faults,
    join(person) {
      let isFirst = true
      return {
        open: (sink) =>
          open({
            ...{ person, sink },
            refresh() {
              // who has just opened has read nothing that could be old
              if (!isFirst) sink.reset()
              isFirst = false
              sink.missed(unseen(person))
            },
          }),
        page: (filter, { limit, cursor }) =>
          pass(person, () => {
            const all = of(person).filter((record) => fits(record, filter))
            const begin = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1
            const records = all.slice(begin, begin + limit)
            const last = records.at(-1)
            return { records, ...(last && begin + limit < all.length ? { next: last.id } : {}) }
          }),
        figures: (range) => pass(person, () => figuresOf(of(person).filter((record) => fits(record, range)))),
        send: (command) => pass(person, () => carry(person, command)),
      }
    },
    happened(person, record) {
      keep(person, [record, ...of(person).filter(({ id }) => id !== record.id)])
      tell(person, (sink) => {
        sink.added(record)
        sink.missed(unseen(person))
      })
    },
  }
}

const kinds: readonly RecordKind[] = ['answered', 'missed', 'declined', 'cancelled', 'failed', 'elsewhere', 'voicemail']

function figuresOf(records: readonly CallRecord[]): HistoryFigures {
  const count = (isMeant: (record: CallRecord) => boolean) => records.filter(isMeant).length
  const byKind = Object.fromEntries(kinds.map((one) => [one, count(({ kind }) => kind === one)]))
  const talked = records.map(({ answeredAt, endedAt }) => endedAt - (answeredAt ?? endedAt))
  return {
    calls: records.length,
    incoming: count(({ direction }) => direction === 'incoming'),
    outgoing: count(({ direction }) => direction === 'outgoing'),
    byKind: byKind as Record<RecordKind, number>, // of every kind
    talkSeconds: Math.round(talked.reduce((sum, ms) => sum + ms, 0) / 1000),
  }
}
