import { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { describe, expect, test } from 'vitest'
import { createDigits } from './digits.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

/** A call whose digits go by sound; `play` lets the browser send so many of them. */
function soundingCall() {
  const clock = createManualClock()
  const inserted: string[] = []
  let toneBuffer = ''
  const sender = {
    canInsertDTMF: true,
    get toneBuffer() {
      return toneBuffer
    },
    insertDTMF(tones: string) {
      inserted.push(tones)
      toneBuffer = tones
    },
  } as RTCDTMFSender // a browser's sender is an event target too, which nobody here listens to
  const digits = createDigits({ clock, sender: () => sender, info: async () => {} })
  return {
    ...{ clock, inserted, digits },
    play: (count: number) => {
      toneBuffer = toneBuffer.slice(count)
    },
  }
}

describe('by sound (RFC 4733)', () => {
  test('a text of digits is inserted at once, and done when it was played', async () => {
    const { digits, clock, inserted } = soundingCall()
    let isDone = false
    void digits.send('12ab').then(() => {
      isDone = true
    })
    await settle()
    expect(inserted).toEqual(['12AB'])
    clock.advance(4 * 240 - 1)
    await settle()
    expect(isDone).toBe(false)
    clock.advance(1)
    await settle()
    expect(isDone).toBe(true)
  })

  test('pressed fast: one after the other, and what the browser still has to send is kept', async () => {
    const { digits, clock, inserted, play } = soundingCall()
    void digits.send('1')
    void digits.send('2')
    await settle()
    expect(inserted).toEqual(['1'])
    // a slow browser has not begun when the time is over
    clock.advance(240)
    await settle()
    expect(inserted).toEqual(['1', '12'])
    play(2)
    clock.advance(240)
    void digits.send('3')
    await settle()
    expect(inserted.at(-1)).toBe('3')
  })

  test('a comma is a pause of two seconds', async () => {
    const { digits, clock } = soundingCall()
    let isDone = false
    void digits.send(',1').then(() => {
      isDone = true
    })
    await settle()
    clock.advance(2_239)
    await settle()
    expect(isDone).toBe(false)
    clock.advance(1)
    await settle()
    expect(isDone).toBe(true)
  })

  test('what the browser refuses is a typed error, and the next digits are sent', async () => {
    const clock = createManualClock()
    const inserted: string[] = []
    const sender = {
      canInsertDTMF: true,
      toneBuffer: '',
      insertDTMF(tones: string) {
        if (tones === '1') throw new DOMException('stopped', 'InvalidStateError')
        inserted.push(tones)
      },
    } as unknown as RTCDTMFSender // as above
    const digits = createDigits({ clock, sender: () => sender, info: async () => {} })
    await expect(digits.send('1')).rejects.toMatchObject({ code: 'refused' })
    void digits.send('2')
    await settle()
    expect(inserted).toEqual(['2'])
  })
})

describe('by INFO, where the other side takes no digits by sound', () => {
  const without = { canInsertDTMF: false } as RTCDTMFSender

  test.each([
    ['a sender that cannot', without],
    ['no sender', null],
  ])('one request for each digit, in order, with %s', async (_what, sender) => {
    const clock = createManualClock()
    const sent: string[] = []
    const answers: (() => void)[] = []
    const info = (body: string) => {
      sent.push(body)
      return new Promise<void>((resolve) => void answers.push(resolve))
    }
    const digits = createDigits({ clock, sender: () => sender, info })
    void digits.send('1,d')
    await settle()
    expect(sent).toEqual(['Signal=1\r\nDuration=160\r\n'])
    answers[0]?.()
    await settle()
    clock.advance(1_999)
    await settle()
    expect(sent).toHaveLength(1)
    clock.advance(1)
    await settle()
    expect(sent[1]).toBe('Signal=D\r\nDuration=160\r\n')
  })

  test('a refusal is told as it is, and later digits are tried again', async () => {
    const refusal = new OffhookError('refused', { message: 'The other side takes no digits (415).' })
    let isRefusing = true
    const info = async () => {
      if (isRefusing) throw refusal
    }
    const digits = createDigits({ clock: createManualClock(), sender: () => null, info })
    await expect(digits.send('12')).rejects.toBe(refusal)
    isRefusing = false
    await expect(digits.send('3')).resolves.toBeUndefined()
  })
})

test('C11 digits wait until the media is secured: until then a browser says that none can be sent', async () => {
  const clock = createManualClock()
  const inserted: string[] = []
  let isSecuring = true
  const sender = {
    get canInsertDTMF() {
      return !isSecuring
    },
    toneBuffer: '',
    insertDTMF: (tones: string) => void inserted.push(tones),
  } as RTCDTMFSender
  const info = async () => {
    throw new Error('No digit leaves by INFO.')
  }
  const digits = createDigits({ clock, sender: () => sender, info, isSecuring: () => isSecuring })
  void digits.send('42')
  await settle()
  expect(inserted).toEqual([])
  isSecuring = false
  clock.advance(50)
  await settle()
  expect(inserted).toEqual(['42'])
})
