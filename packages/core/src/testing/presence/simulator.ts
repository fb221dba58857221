import { type Clock, systemClock } from '../../kernel/clock.ts'
import type {
  DeviceStatus,
  LineStatus,
  PersonPresence,
  PresenceCommand,
  PresenceSink,
  PresenceTransport,
} from '../../presence/transport.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The presence of a simulated company. */
export interface PresenceSimulator extends Faults {
  /** A window of a person. */
  join(person: string): PresenceTransport
  /** What a person's telephones do from now on. */
  line(person: string, line: LineStatus): void
  /** Whether any telephone of a person can ring from now on. */
  device(person: string, device: DeviceStatus): void
  /** Somebody leaves the company. */
  leave(person: string): void
}

/** Simulates presence; the end of a status comes by the clock. */
export function simulatePresence(people: readonly string[], clock: Clock = systemClock): PresenceSimulator {
  const { open, tellAll, pass, faults } = createLines<PresenceSink>()
  const everybody = new Map<string, PersonPresence>()
  const timers = new Map<string, () => void>()

  const change = (person: string, changes: Partial<PersonPresence>) => {
    const before = everybody.get(person)
    if (before === undefined) return
    const next = { ...before, ...changes }
    everybody.set(person, next)
    tellAll((sink) => sink.changed(next))
  }
  for (const id of people) {
    const person = { status: 'available', since: clock.now() } as const
    everybody.set(id, { id, person, line: 'idle', device: 'reachable' })
  }

  const say = (person: string, command: PresenceCommand) => {
    timers.get(person)?.()
    timers.delete(person)
    if (command.type === 'clear') return change(person, { person: { status: 'available', since: clock.now() } })
    const { type: _, ...said } = command
    change(person, { person: { ...said, since: clock.now() } })
    if (said.until !== undefined) {
      timers.set(
        person,
        clock.after(said.until - clock.now(), () => say(person, { type: 'clear' })),
      )
    }
  }

  return {
    ...faults,
    join: (person) => ({
      open: (sink) => open({ person, sink, refresh: () => sink.team([...everybody.values()], person) }),
      send: (command) => pass(person, () => say(person, command)),
    }),
    line: (person, line) => change(person, { line, lineSince: clock.now() }),
    device: (person, device) => change(person, { device }),
    leave(person) {
      everybody.delete(person)
      tellAll((sink) => sink.gone(person))
    },
  }
}
