import { type Clock, type ConnectionSink, type ConnectionTransport, type LostReason, OffhookError } from '@offhook/core'
import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { createRegistration, NotRegistered } from './registration.ts'

/** What the connection needs of the phone around it. */
export interface SipConnectionWorld {
  readonly agent: Agent
  readonly clock: Clock
  /** Fetches the password and hands it to the credentials. */
  prepare(): Promise<void>
  /** Whether another password may be had when one is refused. */
  readonly canRefresh: boolean
  /** Puts credentials in a request before they are asked for. */
  preempt(request: OutgoingRequestMessage): void
  /** Why the last challenge could not be answered, if so. */
  obstacle(): string | undefined
  /** The socket is gone: what needs it to go on does not. */
  dropped(): void
  /** There is a socket that was not there before: the exchange must learn where our calls are, before anything else. */
  connected(): void
  /** The phone goes: its calls end first. */
  leaving(): void
}

const longestPause = 30_000

/** A connection that can also be left to another tab. */
export interface SipConnection extends ConnectionTransport {
  /** Closes the socket without a word; it may be connected again. */
  leave(): void
}

/** Connects, registers, and comes back by itself with growing, jittered pauses. */
export function createSipConnection(world: SipConnectionWorld): SipConnection {
  const { clock } = world
  const { socket } = world.agent
  let sink: ConnectionSink | undefined
  let status: 'off' | 'trying' | 'online' | 'waiting' = 'off'
  let attempt = 0
  let refused = 0
  // each move of the connection makes what was under way stale
  let turn = 0
  let cancelRetry = () => {}

  const enter = (next: typeof status) => {
    cancelRetry()
    status = next
    return ++turn
  }

  const lost = (reason: LostReason, atLeast = 0) => {
    enter('waiting')
    registration.stop()
    // whoever says nothing on this socket will not answer on it either
    if (reason === 'silent') disconnect()
    attempt++
    const pause = Math.max(pauseBefore(attempt), atLeast)
    cancelRetry = clock.after(pause, tryNow)
    sink?.signal({ type: 'lost', reason, attempt, retryAt: clock.now() + pause })
  }

  const failed = (error: unknown) => {
    if (error instanceof NotRegistered) return lost(error.reason, error.pause)
    if (!(error instanceof OffhookError)) return lost('unreachable')
    refused++
    // a password that can be fetched anew gets one more chance
    if (world.canRefresh && refused === 1) return lost('not-registered')
    enter('off')
    registration.stop()
    sink?.signal({ type: 'rejected', error })
    disconnect()
  }

  const registration = createRegistration({
    ...world,
    lost: (error) => status === 'online' && failed(error),
  })

  const connect = async () => {
    if (socket.isConnected()) return
    await socket.connect()
    world.connected()
  }

  const tryNow = async () => {
    const mine = enter('trying')
    const steps = [world.prepare, connect, registration.register]
    try {
      for (const step of steps) {
        await step()
        if (turn !== mine) return
      }
      online()
    } catch (error) {
      if (turn === mine) failed(error)
    }
  }

  const online = () => {
    enter('online')
    attempt = 0
    refused = 0
    sink?.signal({ type: 'online' })
  }

  const disconnect = () => void socket.disconnect().catch(() => {})

  socket.onDisconnect = () => {
    world.dropped()
    if (status === 'online' || status === 'trying') lost('closed')
  }

  const signOut = async () => {
    const isRegistered = status === 'online' && socket.isConnected()
    const mine = enter('off')
    registration.stop()
    world.leaving()
    if (isRegistered) await registration.unregister()
    if (turn !== mine) return
    await socket.disconnect()
    sink?.signal({ type: 'offline' })
  }

  return {
    leave() {
      enter('off')
      registration.stop()
      disconnect()
    },
    open(given) {
      sink = given
      const stopListening = onNetwork(() => status === 'waiting' && tryNow())
      return () => {
        sink = undefined
        stopListening()
        signOut().catch(() => {})
      }
    },
    async send(command) {
      if (command.type === 'disconnect') return signOut()
      attempt = 0
      refused = 0
      tryNow()
    },
  }
}

/** At once the first time, then 1, 2, 4 … 30 seconds, a quarter more or less so that not all come back together. */
function pauseBefore(attempt: number): number {
  const base = attempt === 1 ? 250 : Math.min(longestPause, 1_000 * 2 ** (attempt - 2))
  return Math.round(base * (0.75 + Math.random() / 2))
}

function onNetwork(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  window.addEventListener('online', listener)
  return () => window.removeEventListener('online', listener)
}
