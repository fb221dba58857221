import { type Clock, type ErrorCode, OffhookError } from '@offhook/core'

/** Learns whose phone it is; an answer that nobody waits for any more is none. */
export interface Naming {
  /** Resolves with the name, or undefined when it is not wanted any more; rejects when it will not be had. */
  ask(): Promise<string | undefined>
  cancel(): void
}

// the one who is asked may know it later
const passing: readonly ErrorCode[] = ['unavailable', 'timeout', 'too-many']
const longestPause = 30_000

/** Asks again, ever later, while the answer may still come. */
export function createNaming(clock: Clock, identify: () => Promise<string>): Naming {
  let turn = 0
  let wake = () => {}
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  const isPassing = (error: unknown) => !(error instanceof OffhookError) || passing.includes(error.code)

  return {
    async ask() {
      const mine = ++turn
      for (let wait = 1_000; mine === turn; wait = Math.min(2 * wait, longestPause)) {
        try {
          const name = await identify()
          return mine === turn ? name : undefined
        } catch (error) {
          if (!isPassing(error)) throw error
        }
        await pause(wait)
      }
      return undefined
    },
    cancel() {
      turn++
      wake()
    },
  }
}
