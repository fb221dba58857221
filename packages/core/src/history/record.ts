import type { CallRecord, HistoryFilter, RecordParty } from './transport.ts'

/** Who was on the other side. */
export const otherSide = ({ direction, from, to }: Pick<CallRecord, 'direction' | 'from' | 'to'>): RecordParty =>
  direction === 'incoming' ? from : to

/** How long they talked, milliseconds; 0 when nobody answered. */
export const talkTime = ({ answeredAt, endedAt }: Pick<CallRecord, 'answeredAt' | 'endedAt'>): number =>
  answeredAt === undefined ? 0 : Math.max(0, endedAt - answeredAt)

/** Whether a record belongs in a list; the server decides by the same rule. */
export function fits(record: CallRecord, { direction, kinds, from, to, text }: HistoryFilter): boolean {
  const { name = '', number = '' } = otherSide(record)
  return (
    (direction === undefined || record.direction === direction) &&
    (kinds === undefined || kinds.includes(record.kind)) &&
    (from === undefined || record.startedAt >= from) &&
    (to === undefined || record.startedAt < to) &&
    (text === undefined || `${name}\n${number}`.toLowerCase().includes(text.toLowerCase()))
  )
}
