const isSeparator = (letter: string) => /[\s().\-/]/.test(letter)

/**
 * Where the caret belongs after a number was written anew: behind as many digits as it stood before. Without this it
 * would jump to the end whenever a separator comes or goes.
 */
export function caretAfter(typed: string, caret: number, written: string): number {
  if (typed === written) return caret
  let left = [...typed.slice(0, caret)].filter((letter) => !isSeparator(letter)).length
  let at = 0
  while (left > 0 && at < written.length) if (!isSeparator(written.charAt(at++))) left--
  return at
}
