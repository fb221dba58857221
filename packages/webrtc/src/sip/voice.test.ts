import { OffhookError } from '@offhook/core'
import { expect, test } from 'vitest'
import type { Borrowed, Microphone } from '../media/microphone.ts'
import { createVoice } from './voice.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
const track = (name: string) => ({ name, enabled: true }) as unknown as MediaStreamTrack // of it only `enabled` is used

/** A microphone that is opened by hand, and a sender that shows what it sends. */
function setUp() {
  const log: string[] = []
  let give = (_loan: Borrowed | Error) => {}
  let replace = (_track: MediaStreamTrack) => {}
  const borrow = () =>
    new Promise<Borrowed>((resolve, reject) => {
      give = (loan) => (loan instanceof Error ? reject(loan) : resolve(loan))
    })
  const microphone = { borrow } as Microphone // a voice only borrows
  const lend = (first = track('first')) => {
    const loan = { track: first }
    give({
      get track() {
        return loan.track
      },
      onReplace(listener) {
        replace = (next) => {
          loan.track = next
          listener(next)
        }
        return () => {}
      },
      onLost: () => () => {},
      release: () => void log.push('released'),
    })
    return settle()
  }
  const sent: (MediaStreamTrack | null)[] = []
  const sender = { replaceTrack: async (next: MediaStreamTrack | null) => void sent.push(next) } as RTCRtpSender // of it only this
  return {
    ...{ log, lend, sent, sender, microphone },
    voice: createVoice(microphone, () => void log.push('opened')),
    refuse: (error: Error) => give(error),
    replace: (next: MediaStreamTrack) => replace(next),
  }
}

test('is heard by the sender it has, once the microphone is open, and by the next one', async () => {
  const { voice, lend, sent, sender, log } = setUp()
  await voice.use(sender)
  const opening = voice.open()
  expect(voice.open()).toBe(opening)
  const first = track('first')
  await lend(first)
  await opening
  expect(sent).toEqual([first])
  await voice.use(sender)
  expect(sent).toEqual([first, first])
  expect(log).toEqual(['opened'])
})

test('a silent one stays silent, also with another microphone', async () => {
  const { voice, lend, replace, sender, sent } = setUp()
  voice.setSilent(true)
  await voice.use(sender)
  void voice.open()
  const [first, second] = [track('first'), track('second')]
  await lend(first)
  expect(first.enabled).toBe(false)
  replace(second)
  await settle()
  expect(second.enabled).toBe(false)
  expect(sent).toEqual([first, second])
  voice.setSilent(false)
  expect(second.enabled).toBe(true)
})

test('one that is refused can be asked for again', async () => {
  const { voice, lend, refuse } = setUp()
  const first = voice.open()
  refuse(new OffhookError('microphone-denied'))
  await expect(first).rejects.toMatchObject({ code: 'microphone-denied' })
  const second = voice.open()
  await lend()
  await expect(second).resolves.toBeUndefined()
})

test('closed while the browser asks: a later yes is given back at once', async () => {
  const { voice, lend, log } = setUp()
  const opening = voice.open()
  voice.close()
  await Promise.all([lend(), expect(opening).rejects.toMatchObject({ code: 'call-ended' })])
  expect(log).toEqual(['released'])
})

test('given back when it is closed, also when its sender was already gone', async () => {
  const { voice, lend, log } = setUp()
  const gone = { replaceTrack: () => Promise.reject(new DOMException('closed', 'InvalidStateError')) }
  await voice.use(gone as unknown as RTCRtpSender) // of it only this
  const opening = voice.open()
  await Promise.all([lend(), expect(opening).rejects.toThrow('closed')])
  voice.close()
  expect(log).toEqual(['opened', 'released'])
})
