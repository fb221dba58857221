import { type Clock, type ConnectionSink, type ConnectionTransport, type LostReason, OffhookError } from '@offhook/core'
import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { createPulse } from './pulse.ts'
import { createRegistration, NotRegistered } from './registration.ts'
import { watchSurroundings } from './surroundings.ts'

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
  /**
   * There is a socket that was not there before: the exchange must learn where our calls are, before anything else;
   * `hasMoved`: from another address, perhaps.
   */
  connected(hasMoved: boolean): void
  /** Whether there are calls, which cannot wait for a dead socket as long as a phone without them. */
  isBusy(): boolean
  /** The phone goes: its calls end first. */
  leaving(): void
}

/** The connection, and the one judge of whether the exchange can be reached. */
export interface SipConnection extends ConnectionTransport {
  /** Asks the exchange whether it is there; resolves false when the socket is gone, or turns out to be dead. */
  isReachable(): Promise<boolean>
  /** Closes the socket without a word, for another tab; it may be connected again. */
  leave(): void
}

const longestPause = 30_000
// a try that began this short ago began on the network there is now
const newly = 1_000

/** Connects, registers, and comes back by itself with growing, jittered pauses. */
export function createSipConnection(world: SipConnectionWorld): SipConnection {
  const { clock } = world
  const { socket } = world.agent
  let sink: ConnectionSink | undefined
  let status: 'off' | 'trying' | 'online' | 'waiting' = 'off'
  let attempt = 0
  let refused = 0
  let hasMoved = false
  let triedAt = 0
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
    // whoever says nothing on this socket will not answer on it either, and an address we left is not answered at
    if (reason === 'silent' || reason === 'network-changed') disconnect()
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

  const pulse = createPulse({
    clock,
    isBusy: world.isBusy,
    ping: socket.ping,
    request: () => knock(world),
    dead: () => status === 'online' && lost('silent'),
  })
  socket.watch(pulse)

  const connect = async () => {
    if (socket.isConnected()) return
    await socket.connect()
    world.connected(hasMoved)
    hasMoved = false
  }

  const tryNow = async () => {
    const mine = enter('trying')
    triedAt = clock.now()
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
    pulse.opened()
    sink?.signal({ type: 'online' })
  }

  const disconnect = () => void socket.disconnect().catch(() => {})

  socket.onDisconnect = () => {
    pulse.closed()
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
    isReachable: () => pulse.check(),
    open(given) {
      sink = given
      const stopListening = watchSurroundings(clock, {
        moved() {
          hasMoved = true
          const isOld = status === 'trying' && clock.now() - triedAt > newly
          if (status === 'online' || isOld) lost('network-changed')
          if (status === 'waiting') tryNow()
        },
        woke() {
          if (status === 'online') pulse.doubt()
          if (status === 'waiting') tryNow()
        },
      })
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

/** Asks what every exchange answers, one way or the other (RFC 3261 section 11). */
function knock({ agent, preempt }: SipConnectionWorld): void {
  const { uri, core } = agent
  const exchange = uri.clone()
  exchange.user = undefined
  const request = core.makeOutgoingRequestMessage('OPTIONS', exchange, uri, exchange, {})
  preempt(request)
  core.request(request)
}
