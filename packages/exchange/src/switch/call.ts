import { randomUUID } from 'node:crypto'
import type { Body, IncomingInviteRequest, IncomingReferRequest } from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import { tellAbsence } from './absence.ts'
import type { Leg, LegHandlers } from './leg.ts'
import { reasons } from './reasons.ts'
import { type ReinviteRelay, relayInfo, relayReinvite } from './relay.ts'
import { startSessionTimer } from './session-timer.ts'

/** Two legs that are connected: what one party does, the other learns. */
export interface Call {
  readonly id: string
  readonly legs: readonly [Leg, Leg]
  other(leg: Leg): Leg
  /** Whether a transfer of this call is going on. */
  readonly inTransfer: boolean
  /** Lets somebody else decide what the end of a leg means, until the returned function gives that back. */
  intercept(ended: (leg: Leg, reason: string | undefined) => void): () => void
  /** Takes the legs apart without ending them; the call is over. */
  dissolve(): void
  /** Hangs both legs up. */
  end(reason?: string): void
}

/** What a call asks of the switch. */
export interface CallOptions {
  /** A party asks for a transfer (RFC 3515). */
  referred(call: Call, transferor: Leg, request: IncomingReferRequest): void
  /** Where a party can be reached in it has changed. */
  changed(call: Call): void
  /** The call is over. */
  over(call: Call): void
  readonly clock: Clock
  /** Its id; absent: a new one. */
  readonly id?: string | undefined
}

// what it means for the dialog when a request inside it was answered so (RFC 3261, section 12.2.1.2)
const dialogIsGone = new Set([408, 481])

/** Connects two legs; the ACK of the one who was answered goes to the one who answered. */
export function connect(a: Leg, b: Leg, { id = randomUUID().slice(0, 8), ...options }: CallOptions): Call {
  const { referred, changed, over } = options
  const awaitingAck = new Map<Leg, (body: Body | undefined) => void>([
    [a, (body) => b.acknowledge(body)],
    [b, (body) => a.acknowledge(body)],
  ])
  const relays = new Set<ReinviteRelay>()
  let status: 'connected' | 'over' = 'connected'
  let intercepted: ((leg: Leg, reason: string | undefined) => void) | undefined

  const close = () => {
    if (status === 'over') return
    status = 'over'
    stopTelling()
    for (const timer of timers.values()) timer.stop()
    for (const relay of relays) relay.abort()
    relays.clear()
    over(call)
  }
  const other = (leg: Leg) => (leg === a ? b : a)

  const reinvited = (from: Leg, request: IncomingInviteRequest) => {
    const to = other(from)
    if (to.ended) return void request.reject({ statusCode: 480 })
    const relay = relayReinvite(
      request,
      { from, to },
      {
        accepted: (acknowledge) => {
          if (relay) relays.delete(relay)
          awaitingAck.set(from, acknowledge)
          for (const timer of timers.values()) timer.refreshed()
          changed(call)
        },
        refused: (statusCode) => {
          if (relay) relays.delete(relay)
          if (dialogIsGone.has(statusCode)) call.end()
        },
      },
    )
    if (relay) relays.add(relay)
  }

  const handlersOf = (leg: Leg): LegHandlers => ({
    acknowledged: (body) => {
      const acknowledge = awaitingAck.get(leg)
      awaitingAck.delete(leg)
      acknowledge?.(body)
    },
    ended: (reason) => {
      for (const relay of relays) relay.abort()
      if (intercepted) return intercepted(leg, reason)
      close()
      other(leg).hangUp(reason)
    },
    reinvited: (request) => reinvited(leg, request),
    informed: (request) => {
      if (other(leg).ended) request.reject({ statusCode: 480 })
      else relayInfo(request, other(leg))
    },
    referred: (request) => referred(call, leg, request),
    refreshed: () => timers.get(leg)?.refreshed(),
  })

  const call: Call = {
    id,
    legs: [a, b],
    other,
    get inTransfer() {
      return intercepted !== undefined
    },
    intercept(ended) {
      intercepted = ended
      return () => {
        if (intercepted === ended) intercepted = undefined
      }
    },
    dissolve() {
      close()
      for (const leg of [a, b]) leg.attend({})
    },
    end(reason) {
      close()
      for (const leg of [a, b]) leg.hangUp(reason)
    },
  }
  a.attend(handlersOf(a))
  b.attend(handlersOf(b))
  const stopTelling = tellAbsence(call.legs)
  const expired = () => call.end(reasons.expired)
  const timers = new Map(call.legs.map((leg) => [leg, startSessionTimer(leg, { clock: options.clock, expired })]))
  return call
}
