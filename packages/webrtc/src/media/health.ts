import type { MediaHealth } from '@offhook/core'

/** What tells how the sound does. */
export interface Signs {
  readonly now: number
  readonly connection: RTCPeerConnectionState
  readonly ice: RTCIceConnectionState
  /** Packets received since the call began. */
  readonly received: number
  /** Whether the other side should be heard: nobody holds the call. */
  readonly isExpected: boolean
}

const silentAfterMs = 3_000

/** Makes the judge of a call's sound; each time it is given the signs of now. */
export function createHealth(): (signs: Signs) => MediaHealth {
  let received = 0
  let heardAt: number | undefined
  let hasFlowed = false
  return (signs) => {
    const isComing = signs.received > received
    received = signs.received
    hasFlowed ||= isComing
    const isConnected = signs.connection === 'connected'
    // silence counts from the last packet, from the connection, or from the end of a hold
    if (heardAt === undefined || isComing || !isConnected || !signs.isExpected) heardAt = signs.now
    if (isBroken(signs)) return 'interrupted'
    if (isComing) return 'flowing'
    if (!isConnected) return hasFlowed ? 'interrupted' : 'connecting'
    if (signs.now - heardAt >= silentAfterMs) return 'silent'
    return hasFlowed || !signs.isExpected ? 'flowing' : 'connecting'
  }
}

function isBroken({ connection, ice }: Signs): boolean {
  return [connection, ice].some((state) => state === 'disconnected' || state === 'failed' || state === 'closed')
}
