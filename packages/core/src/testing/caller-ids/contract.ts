import type { CallerIds } from '../../caller-ids/caller-ids.ts'
import { contentOf, loaded, type OfficeCase, type OfficeWorld, refusal, same } from '../office/world.ts'

/** The caller ids of two people; alice may show at least two numbers. */
export type CallerIdsWorld = OfficeWorld<CallerIds>

const chooses = async (world: CallerIdsWorld) => {
  const { alice } = world
  const window = await world.another()
  await loaded(world, alice, window)
  const { allowed, standard } = contentOf(alice)
  const other = allowed.find(({ number }) => number !== standard)
  if (other === undefined) throw new Error('There is only one number to show.')
  await alice.choose(other.number)
  same(contentOf(alice).standard, other.number, 'the number, as soon as it is true')
  same(contentOf(alice).allowed, allowed, 'the list')
  await world.until(() => contentOf(window).standard === other.number, 'the other window has it')
  await window.choose(null)
  await world.until(() => contentOf(alice).standard !== other.number, "the department's number is back")
}

const onlyAllowed = async (world: CallerIdsWorld) => {
  const { alice } = world
  await loaded(world, alice)
  const before = contentOf(alice)
  const error = await refusal(() => alice.choose('+31209999999'), 'a number that is not on the list')
  same(error.code, 'not-allowed', 'the error')
  same(contentOf(alice), before, 'the list after')
}

/** What every transport of caller ids does. */
export const callerIdsContract: readonly OfficeCase<CallerIdsWorld>[] = [
  { id: 'C4', name: 'the number to show is chosen, and the other window sees it', run: chooses },
  { id: 'C4', name: 'a number that is not allowed is refused', run: onlyAllowed },
]
