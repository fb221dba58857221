import type { CallerIdList, CallerIdsSink, CallerIdsTransport } from '../../caller-ids/transport.ts'
import { OffhookError } from '../../errors.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The numbers that the people of a simulated company may show. */
export interface CallerIdsSimulator extends Faults {
  /** A window of a person. */
  join(person: string): CallerIdsTransport
  /** What a person may show from now on. */
  allow(person: string, list: CallerIdList): void
}

/** Simulates caller ids; the first one that is allowed is the department's. */
export function simulateCallerIds(): CallerIdsSimulator {
  const { open, tell, pass, faults } = createLines<CallerIdsSink>()
  const lists = new Map<string, CallerIdList>()
  const of = (person: string) => lists.get(person) ?? { allowed: [] }
  const put = (person: string, next: CallerIdList) => {
    lists.set(person, next)
    tell(person, (sink) => sink.value(next))
  }
  return {
    ...faults,
    join: (person) => ({
      open: (sink) => open({ person, sink, refresh: () => sink.value(of(person)) }),
      send: ({ number }) =>
        pass(person, () => {
          const { allowed } = of(person)
          const standard = number ?? allowed[0]?.number
          if (number !== null && !allowed.some((one) => one.number === number)) throw new OffhookError('not-allowed')
          put(person, { allowed, ...(standard === undefined ? {} : { standard }) })
        }),
    }),
    allow: put,
  }
}
