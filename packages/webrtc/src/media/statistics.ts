import { type CallFacet, type Clock, type MediaHealth, type Quality, systemClock } from '@offhook/core'
import { type Counters, createCounter } from './counters.ts'
import { createHealth } from './health.ts'
import { createQualityMeter, differs } from './quality.ts'

/** The facets of a call that its statistics tell. */
export type SoundFacet = Extract<CallFacet, { readonly type: 'media' | 'quality' }>

/** How often to look, and what the statistics cannot see. */
export interface StatisticsOptions {
  readonly clock?: Clock
  /** Milliseconds between two looks; default 1,000. */
  readonly every?: number
  /** Whether the other side holds the call, so that silence is right; our own hold is seen in the transceivers. */
  readonly isOnHold?: () => boolean
}

type Tell = (facet: SoundFacet) => void

const newsEvents = ['connectionstatechange', 'iceconnectionstatechange'] as const
const beforeSoundMs = 100
const silentMicrophoneMs = 15_000

/**
 * Tells how the sound of a peer connection does by `getStats()`, only when something changed that a person would read,
 * until stopped or until the connection is closed.
 */
export function watchStatistics(peer: RTCPeerConnection, options: StatisticsOptions, report: Tell): () => void {
  const { clock = systemClock, every = 1_000, isOnHold = () => false } = options
  const count = createCounter()
  const judge = createJudge(peer, report)
  let isStopped = false
  let cancel = () => {}
  let measuredAt = clock.now()

  const stop = () => {
    isStopped = true
    cancel()
    for (const name of newsEvents) peer.removeEventListener(name, look)
  }
  const look = async () => {
    cancel()
    const stats = await peer.getStats().catch(() => undefined)
    if (isStopped) return
    if (stats === undefined || peer.connectionState === 'closed') return stop()
    const now = clock.now()
    // a look between two ticks sees the health, but too little to judge the quality by
    const isTick = now - measuredAt >= every
    if (isTick) measuredAt = now
    const health = judge({ now, isTick, counters: count(stats), isExpected: mayReceive(peer) && !isOnHold() })
    const isSoon = peer.connectionState === 'connected' && health === 'connecting'
    cancel()
    cancel = clock.after(isSoon ? beforeSoundMs : every, look)
  }
  for (const name of newsEvents) peer.addEventListener(name, look)
  void look()
  return stop
}

interface Seen {
  readonly now: number
  readonly isTick: boolean
  readonly counters: Counters
  readonly isExpected: boolean
}

/** Tells what became different, and gives the health as it is. */
function createJudge(peer: RTCPeerConnection, report: Tell): (seen: Seen) => MediaHealth {
  const healthOf = createHealth()
  const qualityOf = createQualityMeter()
  let health: MediaHealth = 'none'
  let quality: Quality | undefined
  let spokenAt: number | undefined
  return ({ now, isTick, counters, isExpected }) => {
    const { connectionState: connection, iceConnectionState: ice } = peer
    const before = health
    health = healthOf({ now, connection, ice, received: counters.received, isExpected })
    if (health !== before) report({ type: 'media', media: health })
    if (spokenAt === undefined || counters.microphoneLevel !== 0 || !isSpeaking(peer)) spokenAt = now
    const isMicrophoneSilent = now - spokenAt >= silentMicrophoneMs
    const next = isTick ? qualityOf({ counters, isSilent: health === 'silent', isMicrophoneSilent }) : undefined
    if (next !== undefined && differs(quality, next)) {
      quality = next
      report({ type: 'quality', quality: next })
    }
    return health
  }
}

function mayReceive(peer: RTCPeerConnection): boolean {
  return peer.getTransceivers().some(({ currentDirection }) => /^sendrecv$|^recvonly$/.test(currentDirection ?? ''))
}

/** Whether the microphone is on its way to the other side: connected, not held, and not muted by the app. */
function isSpeaking(peer: RTCPeerConnection): boolean {
  const isSent = ({ currentDirection, sender }: RTCRtpTransceiver) =>
    /^send/.test(currentDirection ?? '') && sender.track?.enabled === true
  return peer.connectionState === 'connected' && peer.getTransceivers().some(isSent)
}
