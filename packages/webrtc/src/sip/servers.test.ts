import { expect, test } from 'vitest'
import { createServers } from './servers.ts'

const listed = (count: number, next: () => string) => Array.from({ length: count }, next)

test('without weights they are tried in the order given, again and again', () => {
  const next = createServers([{ url: 'a' }, { url: 'b' }, { url: 'c' }])
  expect(listed(7, next)).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a'])
})

test('with weights each is still tried once a round, whatever the chance', () => {
  const next = createServers([{ url: 'a', weight: 1_000 }, { url: 'b', weight: 0.001 }, { url: 'c' }])
  for (let round = 0; round < 50; round++) expect(listed(3, next).sort()).toEqual(['a', 'b', 'c'])
})

test('who has three times the weight comes first three times as often', () => {
  const random = generator(1)
  const firsts = listed(4_000, () => createServers([{ url: 'a', weight: 3 }, { url: 'b' }], random)())
  const share = firsts.filter((url) => url === 'a').length / firsts.length
  expect(share).toBeGreaterThan(0.72)
  expect(share).toBeLessThan(0.78)
})

/** The same chances each time (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
