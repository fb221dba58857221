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
  /** Sends one digit as `application/dtmf-relay`. */
  info(body: string): Promise<void>
}

const tone = 160
const gap = 80
const pause = 2_000

/** Makes the queue of digits of one call: none is lost, whoever presses fast. */
export function createDigits({ clock, sender, info }: DigitsWorld): Digits {
  let queue: Promise<unknown> = Promise.resolve()
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  const play = async (digits: string) => {
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
