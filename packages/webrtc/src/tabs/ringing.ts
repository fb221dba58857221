import type { CallSnapshot } from '@offhook/core'

/** Rings in this tab for calls that are carried by a tab whose browser keeps it silent. */
export interface Ringing {
  /** Which calls there are, and whether this tab is to ring for them. */
  show(calls: readonly CallSnapshot[], isRinger: boolean): void
}

const over: readonly CallSnapshot['status'][] = ['ringing', 'ending', 'ended']

/** Makes the ringing of a tab. */
export function createRinging(ring: () => () => void): Ringing {
  let stop: (() => void) | undefined
  return {
    show(calls, isRinger) {
      // who is in a call hears it by the beep in that call
      const isFree = calls.every(({ status }) => over.includes(status))
      const isWanted = isRinger && isFree && calls.some(({ status }) => status === 'ringing')
      if (isWanted) stop ??= ring()
      else {
        stop?.()
        stop = undefined
      }
    },
  }
}
