import type { Quality } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { type SoundFacet, watchStatistics } from './statistics.ts'
import { createFakePeer } from './testing/peer.ts'
import { settled } from './testing/set-up.ts'

async function setUp(options: { isOnHold?: () => boolean } = {}) {
  const fake = createFakePeer()
  const clock = createManualClock()
  const facets: SoundFacet[] = []
  const stop = watchStatistics(fake.peer, { clock, ...options }, (facet) => facets.push(facet))
  await settled()
  /** Seconds that go by, each with packets. */
  const seconds = async (count: number, packets = 50, how: Parameters<typeof fake.receive>[1] = {}) => {
    for (let second = 0; second < count; second++) {
      if (packets > 0) fake.receive(packets, how)
      clock.advance(1_000)
      await settled()
    }
  }
  const healths = () => facets.flatMap((facet) => (facet.type === 'media' ? [facet.media] : []))
  const qualities = () => facets.flatMap((facet) => (facet.type === 'quality' ? [facet.quality] : []))
  const warnings = () => qualities().at(-1)?.warnings
  return { fake, clock, facets, stop, seconds, healths, qualities, warnings }
}

test('sound that comes is flowing, and good sound scores well', async () => {
  const { seconds, healths, qualities, fake } = await setUp()
  fake.roundTrip(20)
  await seconds(3)
  expect(healths()).toEqual(['connecting', 'flowing'])
  expect(qualities()).toEqual([{ mos: 4.4, lossPercent: 0, jitterMs: 1, roundTripMs: 20, warnings: [] }])
})

test('the first packet is seen within a tenth of a second', async () => {
  const { fake, clock, healths } = await setUp()
  fake.receive(1)
  clock.advance(100)
  await settled()
  expect(healths()).toEqual(['connecting', 'flowing'])
})

test('a quality that hardly moves is told once', async () => {
  const { seconds, qualities } = await setUp()
  for (const jitterMs of [1, 3, 2, 4, 1, 5]) await seconds(1, 50, { jitterMs })
  expect(qualities()).toHaveLength(1)
})

test('loss is of the last second, not of the whole call', async () => {
  const { seconds, qualities } = await setUp()
  await seconds(60)
  await seconds(1, 50, { lost: 5 })
  expect(qualities().at(-1)?.lossPercent).toBe(10)
  await seconds(1)
  expect(qualities().at(-1)?.lossPercent).toBe(0)
})

test('a bad moment is no warning; three bad seconds of five are, and three good ones end it', async () => {
  const { seconds, warnings } = await setUp()
  await seconds(1, 50, { jitterMs: 80 })
  await seconds(1)
  await seconds(1, 50, { jitterMs: 80 })
  expect(warnings()).not.toContain('high-jitter')
  await seconds(1, 50, { jitterMs: 80 })
  expect(warnings()).toContain('high-jitter')
  await seconds(2)
  expect(warnings()).toContain('high-jitter')
  await seconds(1)
  expect(warnings()).toEqual([])
})

test('each warning has its name', async () => {
  const { fake, seconds, warnings } = await setUp()
  fake.roundTrip(900)
  await seconds(3, 50, { lost: 10, jitterMs: 90 })
  expect(warnings()).toEqual(['high-loss', 'high-jitter', 'high-delay', 'low-quality'])
})

test('packets that stop coming are silence after three seconds, with a warning, until they come again', async () => {
  const { seconds, healths, warnings, qualities } = await setUp()
  await seconds(3)
  await seconds(2, 0)
  expect(healths().at(-1)).toBe('flowing')
  await seconds(1, 0)
  expect(healths().at(-1)).toBe('silent')
  expect(warnings()).toContain('no-packets')
  expect(qualities().at(-1)?.mos).toBeLessThan(1.5)
  await seconds(1)
  expect(healths().at(-1)).toBe('flowing')
  expect(warnings()).not.toContain('no-packets')
})

test('a connection over which nothing ever comes is silent', async () => {
  const { seconds, healths, qualities } = await setUp()
  await seconds(4, 0)
  expect(healths()).toEqual(['connecting', 'silent'])
  expect(qualities()).toMatchObject([{ lossPercent: 100, warnings: ['no-packets'] }])
})

test('silence on hold is right, and counts from the end of the hold', async () => {
  const { fake, seconds, healths } = await setUp()
  await seconds(2)
  fake.transceiver.currentDirection = 'sendonly'
  await seconds(30, 0)
  expect(healths().at(-1)).toBe('flowing')
  fake.transceiver.currentDirection = 'sendrecv'
  await seconds(2, 0)
  expect(healths().at(-1)).toBe('flowing')
  await seconds(1, 0)
  expect(healths().at(-1)).toBe('silent')
})

test('silence of somebody who holds us is right', async () => {
  const { seconds, healths, qualities } = await setUp({ isOnHold: () => true })
  await seconds(2)
  await seconds(30, 0)
  expect(healths()).toEqual(['flowing'])
  expect(qualities()).toHaveLength(1)
})

test('a path that breaks is interrupted at once, and flows again when packets come', async () => {
  const { fake, seconds, healths } = await setUp()
  await seconds(2)
  fake.become('disconnected')
  await settled()
  expect(healths().at(-1)).toBe('interrupted')
  fake.become('connecting')
  await settled()
  expect(healths().at(-1)).toBe('interrupted')
  fake.become('connected')
  await seconds(1)
  expect(healths()).toEqual(['connecting', 'flowing', 'interrupted', 'flowing'])
})

test('a stream that takes the place of another counts on', async () => {
  const { seconds, qualities, healths } = await setUp()
  await seconds(10, 50, { stream: 'a' })
  await seconds(1, 50, { stream: 'b', lost: 5 })
  expect(qualities().at(-1)?.lossPercent).toBe(10)
  expect(healths().at(-1)).toBe('flowing')
})

test('C8 a microphone that gives nothing for fifteen seconds is named, but not while muted', async () => {
  const { fake, seconds, warnings } = await setUp()
  fake.speak(0)
  await seconds(14)
  expect(warnings()).toEqual([])
  await seconds(1)
  expect(warnings()).toEqual(['microphone-silent'])
  fake.transceiver.enabled = false
  await seconds(1)
  expect(warnings()).toEqual([])
  await seconds(30)
  fake.transceiver.enabled = true
  fake.speak(0.2)
  await seconds(30)
  expect(warnings()).toEqual([])
})

test('a browser that does not tell the level gives no false alarm', async () => {
  const { fake, seconds, warnings } = await setUp()
  fake.speak(undefined)
  await seconds(60)
  expect(warnings()).toEqual([])
})

test('looks are a second apart once sound flows', async () => {
  const { fake, seconds } = await setUp()
  await seconds(1)
  const before = fake.looks()
  await seconds(10)
  expect(fake.looks() - before).toBe(10)
})

test.each(['stopped', 'closed'])('a watch that is %s looks no more and leaves no listener', async (how) => {
  const { fake, seconds, stop, facets } = await setUp()
  await seconds(2)
  if (how === 'stopped') stop()
  else fake.become('closed')
  await settled()
  const [told, looks] = [facets.length, fake.looks()]
  await seconds(5)
  expect(fake.looks()).toBe(looks)
  expect(facets).toHaveLength(told)
  expect(fake.isWatched()).toBe(false)
})

test('a look that was under way when the watch stopped tells nothing', async () => {
  const { fake, clock, stop, facets } = await setUp()
  fake.receive(50)
  clock.advance(1_000)
  const told = facets.length
  stop()
  await settled()
  expect(facets).toHaveLength(told)
})

test('numbers are rounded as a person reads them', async () => {
  const { fake, seconds, qualities } = await setUp()
  fake.roundTrip(33.333)
  await seconds(1, 300, { lost: 1, jitterMs: 4.4444 })
  const expected: Partial<Quality> = { lossPercent: 0.3, jitterMs: 4, roundTripMs: 33 }
  expect(qualities()).toMatchObject([expected])
})
