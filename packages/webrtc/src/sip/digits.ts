import { type Clock, OffhookError } from '@offhook/core'

/** Sends digits one after the other: by RTP (RFC 4733), or by INFO where the other side takes no RTP digits. */
export interface Digits {
  send(digits: string): Promise<void>
}

/** How digits leave. */
export interface DigitsWorld {
  readonly clock: Clock
  /** The browser's sender of the call, if there is one. */
  sender(): RTCDTMFSender | null
  /** Whether the media path is still being secured: until it is, Chromium says that no digit can be sent. */
  isSecuring?(): boolean
  /** Sends one digit as `application/dtmf-relay`. */
  info(body: string): Promise<void>
}

const tone = 160
const gap = 80
const pause = 2_000
const longestSecuring = 5_000
const look = 50

/** Makes the queue of digits of one call: none is lost, whoever presses fast. */
export function createDigits({ clock, sender, info, isSecuring = () => false }: DigitsWorld): Digits {
  let queue: Promise<unknown> = Promise.resolve()
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  const secured = async () => {
    for (let waited = 0; isSecuring() && waited < longestSecuring; waited += look) await wait(look)
  }

  const play = async (digits: string) => {
    await secured()
    const dtmf = sender()
    if (dtmf?.canInsertDTMF) {
      // inserted digits replace those that are not sent yet
      dtmf.insertDTMF(dtmf.toneBuffer + digits.toUpperCase(), tone, gap)
      await wait(lengthOf(digits))
      return
    }
    for (const digit of digits) {
      if (digit === ',') await wait(pause)
      else await info(`Signal=${digit.toUpperCase()}\r\nDuration=${tone}\r\n`)
    }
  }

  return {
    send(digits) {
      const sent = queue
        .then(() => play(digits))
        .catch((cause) => {
          throw cause instanceof OffhookError ? cause : new OffhookError('refused', { cause })
        })
      queue = sent.catch(() => {})
      return sent
    },
  }
}

const lengthOf = (digits: string) => [...digits].reduce((sum, digit) => sum + (digit === ',' ? pause : tone + gap), 0)
