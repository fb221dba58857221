import type { MissingPart } from '../machine.mjs'

/**
 * The flags that leave out what cannot be tried on this machine: a test that needs a browser or Asterisk says so in the
 * name of its file or in its own.
 */
export function without(missing: readonly MissingPart[]): readonly string[] {
  if (missing.length === 0) return []
  const names = missing.map(({ part }) => part.replace(/^./, (first) => `[${first.toUpperCase()}${first}]`))
  const files = missing.flatMap(({ part }) => ['--exclude', `**/*${part}*`])
  return [...files, '--testNamePattern', `^(?!.*(?:${names.join('|')}))`]
}
