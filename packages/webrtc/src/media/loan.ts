import { type Clock, type OffhookError, systemClock } from '@offhook/core'
import type { Capture } from './capture.ts'

/** What a call has of the microphone while it needs one. */
export interface Borrowed {
  /** A clone of the one open track, this borrower's own to disable (mute); after a replacement it is the new one. */
  readonly track: MediaStreamTrack
  /** Tells the new track after another microphone was taken; it keeps `enabled` of the old one, which is stopped. */
  onReplace(listener: (track: MediaStreamTrack) => void): () => void
  /** Tells that the microphone went away and no other could be opened; `onReplace` follows when one is plugged in. */
  onLost(listener: (error: OffhookError) => void): () => void
  /** Gives the track back and stops it; the last one to do so closes the microphone. */
  release(): void
}

/** A borrowed track as its lender sees it. */
interface Loan {
  readonly borrowed: Borrowed
  replace(track: MediaStreamTrack): void
  lost(error: OffhookError): void
}

/** Lends a track until it is given back, once. */
function createLoan(first: MediaStreamTrack, returned: () => void): Loan {
  let track = first
  const onReplace = createListeners<MediaStreamTrack>()
  const onLost = createListeners<OffhookError>()
  return {
    borrowed: {
      get track() {
        return track
      },
      onReplace: onReplace.add,
      onLost: onLost.add,
      release() {
        track.stop()
        returned()
      },
    },
    replace(next) {
      const before = track
      track = next
      // who was muted stays muted on the new microphone
      next.enabled = before.enabled
      onReplace.tell(next)
      before.stop()
    },
    lost: onLost.tell,
  }
}

/** Everybody who needs the microphone: who has a track, who waits for one, and who may come soon. */
export function createUsers({ clock = systemClock, warmFor = 10_000 }: { clock?: Clock; warmFor?: number }) {
  const loans = new Set<Loan>()
  let hopes = 0
  let cool: (() => void) | undefined

  const endWarmth = () => {
    cool?.()
    cool = undefined
  }
  /** Counts somebody as waiting while `work` goes on. */
  const hope = <T>(work: () => Promise<T>): Promise<T> => {
    hopes++
    return work().finally(() => hopes--)
  }
  return {
    isAnybody: () => loans.size + hopes > 0 || cool !== undefined,
    hope,
    lend(capture: Capture, returned: () => void): Borrowed {
      const loan = createLoan(capture.clone(), () => {
        loans.delete(loan)
        returned()
      })
      loans.add(loan)
      // the one it was warmed for has come
      endWarmth()
      return loan.borrowed
    },
    /** Keeps the microphone open for a while, from when it is open. */
    keepWarm(open: () => Promise<unknown>, cooled: () => void) {
      const startCooling = () => {
        endWarmth()
        cool = clock.after(warmFor, () => {
          cool = undefined
          cooled()
        })
      }
      // who borrows next is told why it does not open
      hope(open).then(startCooling, () => {})
    },
    replace(capture: Capture) {
      for (const loan of loans) loan.replace(capture.clone())
    },
    lost(error: OffhookError) {
      for (const loan of loans) loan.lost(error)
    },
    /** Takes back everything. */
    dismiss() {
      endWarmth()
      for (const { borrowed } of [...loans]) borrowed.release()
    },
  }
}

/** Functions to call with a fact; the same function added twice is called twice. */
function createListeners<Fact>() {
  const listeners = new Set<{ readonly tell: (fact: Fact) => void }>()
  return {
    add(tell: (fact: Fact) => void) {
      const entry = { tell }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    tell(fact: Fact) {
      for (const { tell } of [...listeners]) tell(fact)
    },
  }
}
