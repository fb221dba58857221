import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { firstAudio } from './first-audio.ts'
import { settled } from './testing/set-up.ts'

function setUp() {
  const clock = createManualClock()
  const track = Object.assign(new EventTarget(), { muted: true, readyState: 'live' })
  let sources = 0
  // a fake at the port: only what is asked of a receiver is there
  const receiver = { track, getSynchronizationSources: () => Array(sources) } as unknown as RTCRtpReceiver
  return {
    ...{ clock, track, receiver },
    play: () => {
      sources = 1
    },
    unmute() {
      track.muted = false
      track.dispatchEvent(new Event('unmute'))
    },
  }
}

test('C2 the first sound is seen within milliseconds of the packet that is played', async () => {
  const { clock, receiver, unmute, play } = setUp()
  let heardAt: number | undefined
  void firstAudio(receiver, { clock }).then((isHeard) => {
    heardAt = isHeard ? clock.now() : -1
  })
  clock.advance(730)
  unmute()
  clock.advance(8)
  play()
  clock.advance(4)
  await settled()
  expect(heardAt).toBe(742)
})

test('sound that is there already is heard at once', async () => {
  const { clock, receiver, play } = setUp()
  play()
  await expect(firstAudio(receiver, { clock })).resolves.toBe(true)
})

test('waiting ends when it is given up', async () => {
  const { clock, receiver } = setUp()
  const gaveUp = new AbortController()
  const waiting = firstAudio(receiver, { clock, signal: gaveUp.signal })
  gaveUp.abort()
  await expect(waiting).resolves.toBe(false)
})

test('waiting ends with the call', async () => {
  const { clock, track, receiver } = setUp()
  const waiting = firstAudio(receiver, { clock })
  track.readyState = 'ended'
  clock.advance(100)
  await expect(waiting).resolves.toBe(false)
})
