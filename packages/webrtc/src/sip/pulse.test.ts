import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createPulse } from './pulse.ts'

function setUp({ isBusy = false } = {}) {
  const steady = createManualClock()
  let stalled = 0
  const clock = {
    ...steady,
    now: () => steady.now() + stalled,
    /** Lets time go by of which only the clock on the wall knows until the timers run. */
    stall(ms: number) {
      stalled = ms
      steady.advance(2_000)
      stalled = 0
    },
  }
  const done: string[] = []
  const pulse = createPulse({
    clock,
    isBusy: () => isBusy,
    ping: () => void done.push('ping'),
    request: () => void done.push('request'),
    dead: () => void done.push('dead'),
  })
  pulse.opened()
  return { clock, done, pulse }
}

test('who is silent for 25 seconds is asked, and who does not answer in 2 is gone', () => {
  const { clock, done } = setUp()
  clock.advance(24_999)
  expect(done).toEqual([])
  clock.advance(1)
  expect(done).toEqual(['ping', 'request'])
  clock.advance(1_999)
  expect(done).toHaveLength(2)
  clock.advance(1)
  expect(done).toEqual(['ping', 'request', 'dead'])
  clock.advance(100_000)
  expect(done).toHaveLength(3)
})

test('in a call one asks after 10 seconds', () => {
  const { clock, done } = setUp({ isBusy: true })
  clock.advance(10_000)
  expect(done).toEqual(['ping', 'request'])
})

test('whoever says anything at all is there', () => {
  const { clock, done, pulse } = setUp()
  clock.advance(20_000)
  pulse.heard(false)
  clock.advance(24_999)
  expect(done).toEqual([])
  clock.advance(1)
  pulse.heard(false)
  clock.advance(10_000)
  expect(done).toEqual(['ping', 'request'])
})

test('who answers line ends is asked by them alone from then on, who does not by a request alone', () => {
  const kinds: [boolean, string][] = [
    [true, 'ping'],
    [false, 'request'],
  ]
  for (const [isPong, asked] of kinds) {
    const { done, pulse } = setUp()
    pulse.doubt()
    pulse.heard(isPong)
    done.length = 0
    pulse.doubt()
    expect(done).toEqual([asked])
    pulse.closed()
    pulse.opened()
    pulse.doubt()
    expect(done, 'another socket may lead to another exchange').toEqual([asked, 'ping', 'request'])
  }
})

test('a request of ours that nobody answers is a reason to ask, also the first of many', () => {
  const { clock, done, pulse } = setUp()
  pulse.asked()
  clock.advance(1_500)
  pulse.asked()
  clock.advance(500)
  expect(done).toEqual(['ping', 'request'])
  clock.advance(2_000)
  expect(done.at(-1)).toBe('dead')
})

test('a doubt is settled once, for everybody who asked', async () => {
  const { done, pulse, clock } = setUp()
  const verdicts = [pulse.check(), pulse.check()]
  expect(done).toEqual(['ping', 'request'])
  pulse.heard(true)
  expect(await Promise.all(verdicts)).toEqual([true, true])
  const last = pulse.check()
  clock.advance(2_000)
  expect(await last).toBe(false)
  expect(await pulse.check()).toBe(false)
})

test('a socket that closes leaves no timer, and no doubt open', async () => {
  const { clock, done, pulse } = setUp()
  const verdict = pulse.check()
  pulse.closed()
  expect(await verdict).toBe(false)
  clock.advance(100_000)
  expect(done).toEqual(['ping', 'request'])
})

test('a page that had no time to look does not say that nothing came', () => {
  const { clock, done, pulse } = setUp()
  pulse.doubt()
  // the clock stood still for the page, and its timers come late
  clock.stall(2_600)
  expect(done).toEqual(['ping', 'request'])
  pulse.heard(true)
  clock.advance(5_000)
  expect(done).toEqual(['ping', 'request'])
})
