import { OffhookError, toOffhookError } from '../errors.ts'
import type { NumberPlan } from '../kernel/number-plan.ts'
import type { Contact, ContactFields } from './contact.ts'
import { tidied } from './fields.ts'

/** How many contacts are added. */
export interface CreateManyOptions {
  /** Default: the own phonebook. */
  readonly book?: string
  /** Told after each batch how many were dealt with. */
  readonly progress?: (done: number, of: number) => void
  /** Stops after the batch under way; what was added stays. */
  readonly signal?: AbortSignal
}

/** What became of many contacts. */
export interface ImportReport {
  readonly added: readonly Contact[]
  /** What was not added, by its place in the list. */
  readonly failed: readonly { readonly at: number; readonly error: OffhookError }[]
}

type Outcome = Contact | OffhookError

/** Where many contacts go. */
export interface ManyWorld {
  readonly numbers: NumberPlan
  /** Adds some; the answer has the same order. */
  add(contacts: readonly ContactFields[]): Promise<readonly Outcome[]>
  keep(contacts: readonly Contact[]): void
}

const batch = 200

/** Adds contacts batch by batch; when one cannot be sent, it and the rest are told as not added, with the reason. */
export async function addMany(
  { numbers, add, keep }: ManyWorld,
  contacts: readonly ContactFields[],
  { progress, signal }: CreateManyOptions,
): Promise<ImportReport> {
  const outcomes: Outcome[] = []
  while (outcomes.length < contacts.length && !signal?.aborted) {
    const tidy = contacts.slice(outcomes.length, outcomes.length + batch).map((fields) => tidiedOr(fields, numbers))
    const answers = await attempt(() => add(tidy.filter(isFine)))
    if (isError(answers)) {
      const rest = contacts.slice(outcomes.length + tidy.length)
      outcomes.push(...tidy.map((one) => (isError(one) ? one : answers)), ...rest.map(() => answers))
      break
    }
    let next = 0
    outcomes.push(...tidy.map((one) => (isError(one) ? one : (answers[next++] ?? new OffhookError('refused')))))
    keep(answers.filter(isFine))
    progress?.(outcomes.length, contacts.length)
  }
  return {
    added: outcomes.filter(isFine),
    failed: outcomes.flatMap((outcome, at) => (isError(outcome) ? [{ at, error: outcome }] : [])),
  }
}

const isError = (one: unknown): one is OffhookError => one instanceof OffhookError
const isFine = <T>(one: T | OffhookError): one is Exclude<T, OffhookError> => !isError(one)

function tidiedOr(fields: ContactFields, numbers: NumberPlan): ContactFields | OffhookError {
  try {
    return tidied(fields, numbers)
  } catch (error) {
    return toOffhookError(error, 'invalid')
  }
}

async function attempt<T>(run: () => Promise<T>): Promise<T | OffhookError> {
  try {
    return await run()
  } catch (error) {
    return toOffhookError(error)
  }
}
