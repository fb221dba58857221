/** Numbers that look random and are the same in every run. */
export interface Random {
  /** 0 up to 1. */
  next(): number
  /** 0 up to `below`, whole. */
  below(below: number): number
  isTrue(chance: number): boolean
  pick<T>(from: readonly T[]): T
  /** The first ones far more often, as with names of people. */
  pickOften<T>(from: readonly T[]): T
  digits(count: number): string
}

/** mulberry32 */
export function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const at = <T>(from: readonly T[], place: number): T => {
    const found = from[place]
    if (found === undefined) throw new Error('There is nothing to pick from.')
    return found
  }
  return {
    next,
    below,
    isTrue: (chance) => next() < chance,
    pick: (from) => at(from, below(from.length)),
    pickOften: (from) => at(from, Math.floor(next() ** 2.5 * from.length)),
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
