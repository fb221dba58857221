import type { MissingPart } from '../machine.mjs'

/**
 * The flags that leave out what cannot be tried on this machine: a test that needs a browser, PostgreSQL or Asterisk says so in the
 * name of its file or in its own.
 */
export function without(missing: readonly MissingPart[]): readonly string[] {
  if (missing.length === 0) return []
  const files = missing.flatMap(({ part }) => ['--exclude', `**/*${part}*`])
  return [...files, '--testNamePattern', `^(?!.*(?:${missing.map(named).join('|')}))`]
}

/** The missing part a test needs, if any. */
export function needed(test: string, missing: readonly MissingPart[]): MissingPart | undefined {
  return missing.find((one) => new RegExp(named(one)).test(test))
}

const named = ({ part }: MissingPart) => part.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
