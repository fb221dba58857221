import { expect, test } from 'vitest'
import { onBoth } from './testing/databases.ts'

const lock = { most: 3, lockMs: 30_000 }
const rate = { everyMs: 100, burstMs: 400 }

onBoth((open) => {
  test('as many guesses as are allowed, also at once, and then none until the time is over', async () => {
    const { store, clock } = await open()
    const waits = await Promise.all(Array.from({ length: 8 }, () => store.attempts.guess('Ada@example.nl', lock)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    expect(Math.max(...waits)).toBe(30_000)
    clock.advance(20_000)
    // whoever tries while it is locked does not make it longer
    expect(await store.attempts.guess('ada@example.nl', lock)).toBe(10_000)
    expect(await store.attempts.guess('bob@example.nl', lock)).toBe(0)
    clock.advance(10_000)
    expect(await store.attempts.guess('ada@example.nl', lock)).toBe(0)
    expect(await store.attempts.guess('ada@example.nl', lock)).toBe(0)
    await store.attempts.forget('ADA@example.nl')
    for (let at = 0; at < 3; at += 1) expect(await store.attempts.guess('ada@example.nl', lock)).toBe(0)
    expect(await store.attempts.guess('ada@example.nl', lock)).toBe(30_000)
  })

  test('a pace: some at once, and then one after each pause', async () => {
    const { store, clock } = await open()
    const waits = await Promise.all(Array.from({ length: 6 }, () => store.attempts.pace('10.0.0.1', rate)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(4)
    expect(Math.max(...waits)).toBe(100)
    clock.advance(100)
    expect(await store.attempts.pace('10.0.0.1', rate)).toBe(0)
    expect(await store.attempts.pace('10.0.0.1', rate)).toBe(100)
    expect(await store.attempts.pace('10.0.0.2', rate)).toBe(0)
  })
})
