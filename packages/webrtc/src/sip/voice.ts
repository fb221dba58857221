import { OffhookError } from '@offhook/core'
import type { Borrowed, Microphone } from '../media/microphone.ts'

/** The microphone of one session: borrowed while it needs it, silent while it is muted or on hold. */
export interface Voice {
  /** Borrows the microphone; rejects with a microphone error, or with `call-ended` when it is closed meanwhile. */
  open(): Promise<void>
  /** Speaks through this sender from now on, as soon as the microphone is open. */
  use(sender: RTCRtpSender): Promise<void>
  setSilent(isSilent: boolean): void
  /** Gives the microphone back, also one that is only being opened. */
  close(): void
}

/** Makes the voice of a session; `opened` is called when the microphone is. */
export function createVoice(microphone: Microphone, opened: () => void, isSilentAtFirst = false): Voice {
  let isSilent = isSilentAtFirst
  let isClosed = false
  let opening: Promise<void> | undefined
  let loan: Borrowed | undefined
  let sender: RTCRtpSender | undefined

  const speak = async () => {
    if (loan === undefined) return
    loan.track.enabled = !isSilent
    await sender?.replaceTrack(loan.track)
  }

  const borrow = async () => {
    const lent = await microphone.borrow()
    if (isClosed) {
      lent.release()
      throw new OffhookError('call-ended')
    }
    loan = lent
    opened()
    // a call that ends meanwhile has no sender any more
    lent.onReplace(() => void speak().catch(() => {}))
    await speak()
  }

  return {
    open() {
      opening ??= borrow().catch((error) => {
        opening = undefined
        throw error
      })
      return opening
    },
    use(next) {
      sender = next
      return speak()
    },
    setSilent(next) {
      isSilent = next
      if (loan !== undefined) loan.track.enabled = !isSilent
    },
    close() {
      isClosed = true
      loan?.release()
    },
  }
}
