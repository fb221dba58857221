import { OffhookError } from '../../errors.ts'
import type { Schedule } from '../../forwarding/schedule.ts'
import type { ForwardingDocument, ForwardingSink, ForwardingTransport } from '../../forwarding/transport.ts'
import { problemsOf } from '../../forwarding/validate.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The forwarding of a simulated company. */
export interface ForwardingSimulator extends Faults {
  /** A window of a person. */
  join(person: string): ForwardingTransport
  /** What stands for a person now. */
  of(person: string): ForwardingDocument
  /** The company changes its hours. */
  officeHours(schedule: Schedule): void
}

/** Nine to half past five on working days, in Amsterdam. */
export const simulatedOfficeHours: Schedule = {
  timeZone: 'Europe/Amsterdam',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' })),
  exceptions: [],
}

/** Simulates forwarding rules, which nobody follows: the exchange does that. */
export function simulateForwarding(): ForwardingSimulator {
  const { open, tell, pass, faults } = createLines<ForwardingSink>()
  const documents = new Map<string, ForwardingDocument>()
  let hours = simulatedOfficeHours

  const of = (person: string): ForwardingDocument => ({ rules: [], ...documents.get(person), officeHours: hours })
  return {
    ...faults,
    of,
    join: (person) => ({
      open: (sink) => open({ person, sink, refresh: () => sink.value(of(person)) }),
      send: ({ plan }) =>
        pass(person, () => {
          const problems = problemsOf(plan)
          if (problems.length > 0) throw new OffhookError('invalid', { problems })
          documents.set(person, { ...plan, officeHours: hours })
          tell(person, (sink) => sink.value(of(person)))
        }),
    }),
    officeHours(schedule) {
      hours = schedule
      for (const person of documents.keys()) tell(person, (sink) => sink.value(of(person)))
    },
  }
}
