import { OffhookError } from '../../errors.ts'

/** The two people of every contract but that of calls. */
export type OfficePerson = 'alice' | 'bob'

/** A slice as two people of one company have it, each at their own window. */
export interface OfficeWorld<Slice> {
  readonly alice: Slice
  readonly bob: Slice
  /** Their ids, as presence and the internal phonebook have them. */
  readonly ids: Readonly<Record<OfficePerson, string>>
  /** A further window of a person, default alice. */
  another(person?: OfficePerson): Promise<Slice>
  /** Milliseconds since the Unix epoch, on the clock of this world. */
  now(): number
  /** Waits until a condition holds; rejects, naming `what`, when that takes longer than this world ever needs. */
  until(condition: () => boolean, what: string): Promise<void>
}

/** One thing every transport of a slice does, told as a story. */
export interface OfficeCase<World> {
  /** The feature it proves: `'S1'`. */
  readonly id: string
  readonly name: string
  /** Plays the story in a fresh world; rejects with what was otherwise. */
  run(world: World): Promise<void>
}

/** Throws with both sides when they are not the same. */
export function same(actual: unknown, wanted: unknown, what: string): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)]
  if (is !== should) throw new Error(`${what}: expected ${should}, but it is ${is}.`)
}

/** The error with which a command is refused, thrown at once or rejected with. */
export async function refusal(command: () => Promise<unknown>, what: string): Promise<OffhookError> {
  const outcome = await attempt(command)
  if (outcome instanceof OffhookError) return outcome
  throw new Error(`${what}: expected an OffhookError, but it is ${outcome === undefined ? 'not refused' : outcome}.`)
}

async function attempt(command: () => Promise<unknown>): Promise<unknown> {
  try {
    await command()
    return undefined
  } catch (thrown) {
    return thrown
  }
}

/** What a document says; throws while it is loading. */
export function contentOf<Value>(document: {
  getSnapshot(): { readonly status: string; readonly value?: Value }
}): Value {
  const { value } = document.getSnapshot()
  if (value === undefined) throw new Error('It was not loaded yet.')
  return value
}

/** Waits until something is loaded. */
export const loaded = (
  world: Pick<OfficeWorld<unknown>, 'until'>,
  ...documents: readonly { getSnapshot(): { readonly status: string } }[]
): Promise<void> =>
  world.until(() => documents.every((one) => one.getSnapshot().status !== 'loading'), 'everything is loaded')
