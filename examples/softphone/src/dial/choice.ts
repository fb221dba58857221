import type { DialpadSnapshot } from '@offhook/core'
import type { Person } from '../colleagues/people.ts'

/** Whom a dial field would call now. */
export interface Choice {
  readonly number: string
  readonly person?: Person
}

/** A number is dialled as it stands; of a name, the first colleague it may be. */
export function choiceOf({ target, matches }: DialpadSnapshot<Person>): Choice | undefined {
  const [person] = matches
  const isNumber = target !== undefined && target.kind !== 'name'
  if (isNumber) return { number: target.dial, ...(person?.extension === target.dial && { person }) }
  if (person) return { number: person.extension, person }
  return target && { number: target.dial }
}
