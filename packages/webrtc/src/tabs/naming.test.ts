import { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createNaming } from './naming.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

test('C15 whose phone it is is asked again while the answer may still come', async () => {
  const clock = createManualClock()
  const answers = [new OffhookError('unavailable'), new Error('no network'), undefined]
  const { ask } = createNaming(clock, async () => {
    const error = answers.shift()
    if (error !== undefined) throw error
    return 'alice@example.nl'
  })
  const name = ask()
  for (const wait of [1_000, 2_000]) {
    await settle()
    clock.advance(wait)
  }
  expect(await name).toBe('alice@example.nl')
})

test('an answer for good is not asked for again, and one that nobody waits for is none', async () => {
  const clock = createManualClock()
  const refused = createNaming(clock, () => Promise.reject(new OffhookError('signed-out')))
  await expect(refused.ask()).rejects.toMatchObject({ code: 'signed-out' })
  const waiting = createNaming(clock, () => Promise.reject(new OffhookError('unavailable')))
  const name = waiting.ask()
  await settle()
  waiting.cancel()
  expect(await name).toBeUndefined()
  const late = createNaming(clock, async () => 'alice@example.nl')
  const unwanted = late.ask()
  late.cancel()
  expect(await unwanted).toBeUndefined()
})
