import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createClaims } from './claims.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

test('C15 a call belongs to one page at a time, and to the next one when that lets go', async () => {
  const clock = createManualClock()
  const [first, second] = [createClaims(navigator.locks, clock), createClaims(navigator.locks, clock)]
  expect(await first.take('one')).toBe(true)
  expect(await first.take('one')).toBe(true)
  const wanted = second.take('one')
  await settle()
  first.release('one')
  expect(await wanted).toBe(true)
  second.release('one')
})

test('C15 a call that a living page keeps is not had, after a second', async () => {
  const clock = createManualClock()
  const [first, second] = [createClaims(navigator.locks, clock), createClaims(navigator.locks, clock)]
  await first.take('two')
  const wanted = second.take('two')
  clock.advance(1_000)
  expect(await wanted).toBe(false)
  first.release('two')
})

test('a browser without locks believes every page', async () => {
  expect(await createClaims(undefined, createManualClock()).take('three')).toBe(true)
})
