import type { Party } from '../../call/signal.ts'
import { OffhookError } from '../../errors.ts'

/** Somebody with an extension at the simulated exchange. */
export interface NetworkPerson {
  /** What `network.join` and the other functions call them: `'alice'`. */
  readonly id: string
  /** The extension others dial: `'201'`. */
  readonly number: string
  /** The name others see; absent: only the number is shown. */
  readonly name?: string
  /** What `join` must give to be let in; default: the id. */
  readonly password?: string
  /** The other numbers this person may show as caller id. */
  readonly callerIds?: readonly Party[]
}

const person = (id: string, number: string, name: string): NetworkPerson => ({ id, number, name })

/** The four people of every demonstration: alice 201, bob 202, carol 203 and dave 204. */
export const demoPeople: readonly NetworkPerson[] = [
  person('alice', '201', 'Alice Jansen'),
  person('bob', '202', 'Bob de Vries'),
  person('carol', '203', 'Carol van den Berg'),
  person('dave', '204', 'Dave Öztürk'),
]

/** Who there is, and who can be dialled. */
export interface People {
  /** The person with an id; throws `bad-option`. */
  get(id: string): NetworkPerson
  /** The person a dialled number or name reaches. */
  reachedBy(dialled: string): NetworkPerson | undefined
  /** Adds somebody who is not of the company; dialling their number reaches them from now on. */
  add(person: NetworkPerson): NetworkPerson
}

export function createPeople(company: readonly NetworkPerson[]): People {
  const byId = new Map<string, NetworkPerson>()
  const byNumber = new Map<string, NetworkPerson>()
  const add = (person: NetworkPerson) => {
    byId.set(person.id, person)
    byNumber.set(person.number, person)
    return person
  }
  for (const person of company) add(person)
  return {
    add,
    get(id) {
      const found = byId.get(id)
      if (found === undefined) throw new OffhookError('bad-option', { message: `The network knows no ${id}.` })
      return found
    },
    reachedBy: (dialled) => byNumber.get(dialled) ?? byId.get(dialled),
  }
}

/** How a person is shown to the others, or undefined when that caller id is not theirs. */
export function shownAs({ name, number, callerIds = [] }: NetworkPerson, callerId?: string): Party | undefined {
  if (callerId !== undefined && callerId !== number) return callerIds.find((other) => other.number === callerId)
  return { number, ...(name === undefined ? {} : { name }) }
}
