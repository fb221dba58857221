import type { MediaHealth } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMending } from './mending.ts'

const settle = async () => {
  for (let each = 0; each < 10; each++) await new Promise<void>((resolve) => setTimeout(resolve))
}

function setUp({ isReachable = true } = {}) {
  const clock = createManualClock()
  const state = { isReachable }
  const mending = createMending({ clock, isReachable: async () => state.isReachable })
  const pass = async (ms: number) => {
    clock.advance(ms)
    await settle()
  }
  const call = ({ isOwner = true, restart = async () => {} } = {}) => {
    const made = {
      ...{ isOwner, tries: 0, is: 'interrupted' as MediaHealth },
      health: () => made.is,
      restart() {
        made.tries++
        return restart()
      },
    }
    mending.broke(made)
    return made
  }
  return { call, mending, pass, state }
}

test('a break that mends itself is left alone', async () => {
  const { call, pass } = setUp()
  const broken = call()
  broken.is = 'flowing'
  await pass(60_000)
  expect(broken.tries).toBe(0)
})

test('one that does not is mended after half a second, and again after 3, 5, 10 … until it is', async () => {
  const { call, mending, pass } = setUp()
  const broken = call()
  mending.broke(broken)
  await pass(499)
  expect(broken.tries).toBe(0)
  for (const [at, ms] of [1, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000].entries()) {
    await pass(ms)
    expect(broken.tries).toBe(at + 1)
  }
  broken.is = 'flowing'
  await pass(100_000)
  expect(broken.tries).toBe(7)
})

test('the one who was called leaves the first try to the caller', async () => {
  const { call, pass } = setUp()
  const broken = call({ isOwner: false })
  await pass(2_499)
  expect(broken.tries).toBe(0)
  await pass(1)
  expect(broken.tries).toBe(1)
})

test('without signalling nothing is tried: a new socket mends the calls', async () => {
  const { call, pass, state } = setUp({ isReachable: false })
  const broken = call()
  await pass(500)
  expect(broken.tries).toBe(0)
  state.isReachable = true
  await pass(3_000)
  expect(broken.tries).toBe(1)
})

test('two calls are mended one after the other, also when the first cannot be', async () => {
  const { call, pass } = setUp()
  let fail = (_: Error) => {}
  const first = call({ restart: () => new Promise((_, reject) => (fail = reject)) })
  const second = call()
  await pass(500)
  expect([first.tries, second.tries]).toEqual([1, 0])
  fail(new Error('refused'))
  await settle()
  expect([first.tries, second.tries]).toEqual([1, 1])
})
