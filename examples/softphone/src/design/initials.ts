const particles = new Set(['de', 'den', 'der', 'van', 'het', "'t", 'ten', 'ter', 'te', 'la', 'le', 'von', 'zu'])

/** The initials of a name: first and last word, without particles such as "van den". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word) && !particles.has(word.toLowerCase()))
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

/** A hue of its own for a name, 0 to 359, always the same one. */
export function hueOf(name: string): number {
  return [...name].reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360, 210)
}
