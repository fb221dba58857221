import { type Clock, type ConnectionSink, type ConnectionTransport, type LostReason, OffhookError } from '@offhook/core'
import { Registerer, RegistererState, type UserAgent } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'

/** What the connection needs of the phone around it. */
export interface SipConnectionWorld {
  readonly agent: UserAgent
  readonly clock: Clock
  /** Fetches the password and hands it to the credentials. */
  prepare(): Promise<void>
  /** Whether another password may be had when one is refused. */
  readonly canRefresh: boolean
  /** Connected again after a loss: the exchange must learn where our calls are. */
  back(): void
  /** The phone goes: its calls end first. */
  leaving(): void
}

const registerWithin = 8_000
const unregisterWithin = 1_000
const longestPause = 30_000
const refusals: Record<number, 'bad-credentials' | 'connection-refused'> = {
  401: 'bad-credentials',
  403: 'bad-credentials',
  404: 'bad-credentials',
  407: 'bad-credentials',
}

class Lost extends Error {
  readonly reason: LostReason
  constructor(reason: LostReason) {
    super(reason)
    this.reason = reason
  }
}

/** Connects, registers (RFC 3261 section 10), and comes back by itself with growing, jittered pauses. */
export function createSipConnection(world: SipConnectionWorld): ConnectionTransport {
  const { agent, clock } = world
  let sink: ConnectionSink | undefined
  let registerer: Registerer | undefined
  let isWanted = false
  let isTrying = false
  let wasOnline = false
  let attempt = 0
  let refused = 0
  let cancelRetry = () => {}

  const lost = (reason: LostReason) => {
    if (!isWanted) return
    attempt++
    const pause = pauseBefore(attempt)
    cancelRetry()
    cancelRetry = clock.after(pause, attemptNow)
    sink?.signal({ type: 'lost', reason, attempt, retryAt: clock.now() + pause })
  }

  const rejected = (error: OffhookError) => {
    isWanted = false
    cancelRetry()
    sink?.signal({ type: 'rejected', error })
    agent.transport.disconnect().catch(() => {})
  }

  const online = () => {
    attempt = 0
    refused = 0
    sink?.signal({ type: 'online' })
    if (wasOnline) world.back()
    wasOnline = true
  }

  const connectSocket = async () => {
    try {
      await (agent.state === 'Started' ? agent.reconnect() : agent.start())
    } catch {
      throw new Lost('unreachable')
    }
  }

  const attemptNow = async () => {
    cancelRetry()
    if (isTrying || !isWanted) return
    isTrying = true
    try {
      await world.prepare()
      await connectSocket()
      await register()
      if (isWanted) online()
    } catch (error) {
      failed(error)
    } finally {
      isTrying = false
    }
  }

  const failed = (error: unknown) => {
    if (!isWanted) return
    if (error instanceof Lost) return lost(error.reason)
    if (!(error instanceof OffhookError)) return lost('unreachable')
    refused++
    // a password that can be fetched anew gets one more chance
    if (world.canRefresh && refused === 1) return lost('not-registered')
    rejected(error)
  }

  const register = () =>
    new Promise<void>((resolve, reject) => {
      const cancel = clock.after(registerWithin, () => {
        // whoever does not answer this will not answer the next on the same registration either
        registerer = undefined
        agent.transport.disconnect().catch(() => {})
        reject(new Lost('silent'))
      })
      const settle = (error?: Error) => {
        cancel()
        if (error === undefined) resolve()
        else reject(error)
      }
      const requestDelegate = {
        onAccept: () => settle(),
        onRedirect: () => settle(new Lost('not-registered')),
        onReject: ({ message }: IncomingResponse) => settle(refusal(message.statusCode ?? 500)),
      }
      registerer ??= makeRegisterer()
      registerer.register({ requestDelegate }).catch(() => settle(new Lost('not-registered')))
    })

  const makeRegisterer = () => {
    const made = new Registerer(agent, { expires: 300, refreshFrequency: 80, logConfiguration: false })
    made.stateChange.addListener((state) => {
      const isDropped = state === RegistererState.Unregistered && made === registerer
      if (isDropped && isWanted && !isTrying && agent.isConnected()) lost('not-registered')
    })
    return made
  }

  agent.delegate = {
    ...agent.delegate,
    onDisconnect() {
      if (isWanted && !isTrying) lost('closed')
    },
  }

  const signOut = async () => {
    isWanted = false
    cancelRetry()
    world.leaving()
    if (agent.isConnected() && registerer?.state === RegistererState.Registered) await unregistered(registerer)
    await agent.transport.disconnect()
    wasOnline = false
    sink?.signal({ type: 'offline' })
  }

  const unregistered = (from: Registerer) =>
    new Promise<void>((resolve) => {
      const done = () => {
        cancel()
        resolve()
      }
      const cancel = clock.after(unregisterWithin, done)
      from.unregister({ requestDelegate: { onAccept: done, onReject: done } }).catch(done)
    })

  return {
    open(given) {
      sink = given
      const stopListening = onNetwork(() => isWanted && !agent.isConnected() && attemptNow())
      return () => {
        sink = undefined
        stopListening()
        signOut().catch(() => {})
      }
    },
    async send(command) {
      if (command.type === 'disconnect') return signOut()
      isWanted = true
      attempt = 0
      refused = 0
      attemptNow()
    },
  }
}

function refusal(status: number): Error {
  const code = refusals[status]
  return code === undefined ? new Lost('not-registered') : new OffhookError(code)
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
