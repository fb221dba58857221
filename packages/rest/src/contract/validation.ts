import * as z from 'zod/mini'
import type { FieldProblem } from './problem.ts'
import { numberPattern } from './wire.ts'

/** What came of reading something: what it is, or what is wrong with which field. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/** Reads what came over the wire; for those who answer, who say what is wrong by field. */
export function check<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): Checked<z.output<Schema>> {
  const read = z.safeParse(schema, input, { reportInput: true })
  if (read.success) return { ok: true, value: read.data }
  return { ok: false, problems: read.error.issues.flatMap((issue) => problemsIn(issue)) }
}

type Issue = z.core.$ZodIssue

const mostProblems = 50

function problemsIn(issue: Issue, above: readonly PropertyKey[] = []): FieldProblem[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') return meant(issue.errors).flatMap((inner) => problemsIn(inner, path))
  const [code, detail] = wrong(issue)
  return [{ pointer: pointerTo(path), code, detail }]
}

/** What is wrong with the branch that was meant: the one whose name is right, or else only that no name is right. */
function meant(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const isNamed = (issues: readonly Issue[]) => !issues.some(({ code }) => code === 'invalid_value')
  const best = branches.filter(isNamed).sort((a, b) => a.length - b.length)[0]
  const [first = []] = branches
  return (best ?? first.filter(({ code }) => code === 'invalid_value')).slice(0, mostProblems)
}

/** A JSON pointer (RFC 6901). */
const pointerTo = (path: readonly PropertyKey[]) =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function wrong(issue: Issue): readonly [code: string, detail: string] {
  if (issue.input === undefined) return ['required', 'This must be there.']
  switch (issue.code) {
    case 'invalid_type':
      return ['bad-value', `This is a ${issue.expected}.`]
    case 'too_big':
      return tooMuch(issue.origin, String(issue.maximum))
    case 'too_small':
      return tooLittle(issue.origin, String(issue.minimum))
    case 'invalid_format':
      return issue.pattern === String(numberPattern)
        ? ['bad-number', 'A number has digits, *, # and a plus in front.']
        : ['bad-format', 'This is not written as it should be.']
    case 'invalid_value':
      return ['bad-value', `One of: ${issue.values.map(String).join(', ')}.`]
    default:
      return ['bad-value', 'This cannot be accepted.']
  }
}

const tooMuch = (origin: string, most: string) =>
  origin === 'string'
    ? (['too-long', `At most ${most} characters.`] as const)
    : origin === 'array'
      ? (['too-many', `At most ${most} of these.`] as const)
      : (['bad-value', `At most ${most}.`] as const)

const tooLittle = (origin: string, least: string) =>
  origin === 'string'
    ? (['too-short', `At least ${least} characters.`] as const)
    : (['bad-value', `At least ${least}.`] as const)
