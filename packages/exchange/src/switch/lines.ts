import type { Person } from '../people/people.ts'
import type { LineNews } from './office.ts'

/** What the telephones of people do, told when it has changed. */
export interface Lines {
  /** Something may have changed for these people. */
  touch(people: readonly Person[]): void
}

/** What lines need from outside. */
export interface LinesOptions {
  lineOf(person: Person): LineNews
  changed(person: Person, line: LineNews): void
}

const idle: LineNews = { status: 'idle', inCall: [] }

/** Everybody's line is idle; what changes and changes back within one turn of the switch, as in a transfer, is not told. */
export function createLines({ lineOf, changed }: LinesOptions): Lines {
  const told = new Map<string, LineNews>()
  const touched = new Map<string, Person>()

  const tell = () => {
    const people = [...touched.values()]
    touched.clear()
    for (const person of people) {
      const line = lineOf(person)
      if (isSame(line, told.get(person.id) ?? idle)) continue
      if (line.status === 'idle') told.delete(person.id)
      else told.set(person.id, line)
      changed(person, line)
    }
  }

  return {
    touch(people) {
      if (touched.size === 0 && people.length > 0) queueMicrotask(tell)
      for (const person of people) if (!person.isGateway) touched.set(person.id, person)
    },
  }
}

const isSame = (a: LineNews, b: LineNews) =>
  a.status === b.status && a.inCall.length === b.inCall.length && a.inCall.every((one) => b.inCall.includes(one))
