import type { Settings } from '../config/schema.ts'
import { configuredHa1, gatewaysOf, type People, type Person } from '../people/people.ts'
import type { File } from './files.ts'

/** The people of the store, as the switch looks them up. */
export interface Staff extends People {
  /** Puts somebody in the place of who they were; without a file they are gone. */
  put(id: string, file: File | undefined): void
}

/** Nobody yet. Who has a password in the configuration may also sign in with that. */
export function createStaff({ people, gateways, realm }: Pick<Settings, 'people' | 'gateways' | 'realm'>): Staff {
  const passwords = new Map(people.map((person) => [person.user.toLowerCase(), configuredHa1(person, realm)]))
  const waysIn = gatewaysOf(gateways, realm)
  const byId = new Map<string, Person>()
  const byUser = new Map<string, Person>()
  const byDialled = new Map<string, Person>()

  const drop = (index: Map<string, Person>, key: string, person: Person) => {
    // somebody else may have that number by now
    if (index.get(key) === person) index.delete(key)
  }
  const remove = (person: Person) => {
    drop(byId, person.id, person)
    drop(byUser, person.user, person)
    for (const key of [person.user, person.extension]) drop(byDialled, key, person)
  }

  return {
    get count() {
      return byId.size
    },
    signingInAs: (user) => byUser.get(user.toLowerCase()) ?? waysIn.get(user.toLowerCase()),
    reachedBy: (dialled) => byDialled.get(dialled.toLowerCase()),
    put(id, file) {
      const before = byId.get(id)
      if (before) remove(before)
      if (!file) return
      const person = toPerson(file, passwords.get(file.person.user))
      byId.set(id, person)
      byUser.set(person.user, person)
      byDialled.set(person.user, person)
      byDialled.set(person.extension, person)
    },
  }
}

function toPerson({ person, callerIds: { allowed, standard } }: File, ha1: string | undefined): Person {
  const { id, user, extension, name } = person
  const callerIds = allowed.map((it) => ({ number: it.number, name: it.name ?? name }))
  return { id, user, extension, name, ha1, callerIds, standard: callerIds.find(({ number }) => number === standard) }
}
