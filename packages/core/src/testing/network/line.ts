import type { ConnectionSink, ConnectionTransport, LostReason } from '../../connection/transport.ts'
import type { OffhookError } from '../../errors.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lane } from './lane.ts'

/** The connection of one telephone with the exchange. */
export interface Line {
  readonly transport: ConnectionTransport
  isOnline(): boolean
  isCut(): boolean
  cut(): void
  restore(): void
}

/** What a line needs. */
export interface LineWorld {
  readonly clock: Clock
  readonly up: Lane
  readonly down: Lane
  /** Carries the command out, or does what is scripted for it. */
  pass(type: 'connect' | 'disconnect', carry: () => void): unknown
  /** Why this telephone may not connect, or undefined when it may. */
  refusal(): OffhookError | undefined
  /** It signs out: its calls end. */
  signedOut(): void
}

const longestWait = 30_000
const nobody: ConnectionSink = { signal() {} }

/** Makes a line; a telephone that takes no connection is online at once. */
export function createLine({ clock, up, down, pass, refusal, signedOut }: LineWorld): Line {
  let sink = nobody
  let wanted = true
  let isSignedIn = true
  let isCut = false
  let stopRetry = () => {}

  const signIn = () => {
    const error = refusal()
    isSignedIn = error === undefined
    down.send(() => sink.signal(error === undefined ? { type: 'online' } : { type: 'rejected', error }))
  }

  const tryAgain = (reason: LostReason, attempt = 1) => {
    const wait = Math.min(longestWait, 1_000 * 2 ** (attempt - 1))
    stopRetry()
    stopRetry = clock.after(wait, () => tryAgain('unreachable', attempt + 1))
    sink.signal({
      type: 'lost',
      reason,
      attempt,
      retryAt: clock.now() + wait,
    })
  }

  const signOut = () => {
    stopRetry()
    wanted = false
    isSignedIn = false
    signedOut()
  }

  const carry = {
    connect() {
      wanted = true
      if (isCut) Promise.resolve().then(() => tryAgain('unreachable'))
      else up.send(signIn)
    },
    disconnect() {
      const leave = () => {
        signOut()
        down.send(() => sink.signal({ type: 'offline' }))
      }
      if (!isCut) return up.send(leave)
      signOut()
      Promise.resolve().then(() => sink.signal({ type: 'offline' }))
    },
  }

  return {
    isOnline: () => isSignedIn && !isCut,
    isCut: () => isCut,
    cut() {
      if (isCut) return
      isCut = true
      down.pause()
      up.empty()
      if (wanted && sink !== nobody) tryAgain('closed')
    },
    restore() {
      if (!isCut) return
      isCut = false
      stopRetry()
      down.resume()
      if (wanted && sink !== nobody) signIn()
    },
    transport: {
      open(news) {
        sink = news
        wanted = false
        isSignedIn = false
        return () => {
          sink = nobody
          signOut()
        }
      },
      async send({ type }) {
        await pass(type, carry[type])
      },
    },
  }
}
