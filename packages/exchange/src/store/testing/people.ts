import type { NewPerson } from '../people-changes.ts'
import type { Store } from '../store.ts'
import type { Viewer } from '../world.ts'

/** Takes somebody on; what is not said follows from the name. */
export async function takeOn(store: Store, user: string, more: Partial<NewPerson> = {}): Promise<Viewer> {
  const { person } = await store.transaction(({ people }) =>
    people.create({ user, name: user, email: `${user}@example.nl`, extension: user, ...more }),
  )
  return { id: person.id, role: person.role }
}
