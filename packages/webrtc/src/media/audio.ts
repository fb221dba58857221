import { type Clock, OffhookError, systemClock } from '@offhook/core'
import type { Gate } from './gate.ts'

/** The one audio context of a phone while somebody uses it. */
export interface AudioUse {
  readonly context: AudioContext
  /** Lets it go; it sleeps some seconds after the last one did. */
  release(): void
}

/** The audio context that level, tones and sounds share: made at first use, asleep when nobody uses it. */
export interface SharedAudio {
  /** Wakes the context; throws `unsupported` where there is none. A blocked context is reported to the gate. */
  use(): AudioUse
  /** Resolves when the context runs; rejects with `sound-blocked` when it does not within a second. */
  running(): Promise<void>
  close(): void
}

/** The world shared audio lives in. */
export interface SharedAudioOptions {
  readonly gate: Gate
  /** Default `new AudioContext()`. */
  readonly createContext?: () => AudioContext
  readonly clock?: Clock
}

const idleMs = 3_000
const wakeMs = 1_000

/** Makes the shared audio of a phone. */
export function createAudio(options: SharedAudioOptions): SharedAudio {
  const { gate, createContext = () => new AudioContext(), clock = systemClock } = options
  let context: AudioContext | undefined
  let users = 0
  // the state lags behind what was asked: a context about to sleep still says that it runs
  let isAsleep = true
  let cancelSleep = () => {}
  let unblock: (() => void) | undefined

  const running = async () => {
    if (context === undefined || (context.state === 'running' && !isAsleep)) return
    isAsleep = false
    // outside a gesture a blocked resume() neither resolves nor rejects
    const isAwake = await within(clock, wakeMs, context.resume())
    if (!isAwake && users > 0) throw new OffhookError('sound-blocked')
    forget()
  }
  const forget = () => {
    unblock?.()
    unblock = undefined
  }
  const wake = () => {
    running().catch(() => {
      unblock ??= gate.block(running)
    })
  }
  const sleep = () => {
    forget()
    isAsleep = true
    context?.suspend().catch(ignore)
  }

  return {
    running,
    use() {
      context ??= make(createContext)
      users++
      cancelSleep()
      wake()
      let isUsed = true
      return {
        context,
        release() {
          if (isUsed && --users === 0) cancelSleep = clock.after(idleMs, sleep)
          isUsed = false
        },
      }
    },
    close() {
      cancelSleep()
      forget()
      users = 0
      context?.close().catch(ignore)
      context = undefined
    },
  }
}

function make(createContext: () => AudioContext): AudioContext {
  try {
    return createContext()
  } catch (cause) {
    throw new OffhookError('unsupported', {
      message: 'This browser has no Web Audio, so no tones and no level.',
      cause,
    })
  }
}

/** True when `work` is done in time, false when it fails or is late. */
function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(false))
    const settle = (isDone: boolean) => () => {
      cancel()
      resolve(isDone)
    }
    work.then(settle(true), settle(false))
  })
}

function ignore(): void {}
