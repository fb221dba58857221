/** What was counted of a call's sound since it began; grows only. */
export interface Counters {
  readonly received: number
  readonly lost: number
  /** What waited in the jitter buffer, milliseconds, summed over `emitted` samples. */
  readonly bufferedMs: number
  readonly emitted: number
  /** RFC 3550 interarrival jitter now, milliseconds. */
  readonly jitterMs: number
  /** Absent until measured. */
  readonly roundTripMs?: number
  /** What the microphone gives, 0 to 1; absent where the browser does not tell (Firefox). */
  readonly microphoneLevel?: number
}

/** One object of `getStats()`: its fields differ by browser, so each is looked at before it is used. */
type Stat = Readonly<Record<string, unknown>>

const sums = ['packetsReceived', 'packetsLost', 'jitterBufferDelay', 'jitterBufferEmittedCount'] as const
type Sums = Record<(typeof sums)[number], number>

/**
 * Makes a reader of `getStats()` reports that counts on when a stream is replaced by another, which begins at 0 again
 * (after a transfer or a re-INVITE). Field names are those of W3C "Identifiers for WebRTC's Statistics API".
 */
export function createCounter(): (report: RTCStatsReport) => Counters {
  const seen = new Map<unknown, Sums>()
  const total: Sums = { packetsReceived: 0, packetsLost: 0, jitterBufferDelay: 0, jitterBufferEmittedCount: 0 }
  return (report) => {
    const stats = [...report.values()].filter(isStat)
    const inbound = stats.filter((stat) => stat.type === 'inbound-rtp' && isAudio(stat))
    for (const stat of inbound) {
      const before = seen.get(stat.id)
      const now = sumsOf(stat)
      for (const name of sums) total[name] += now[name] - (before?.[name] ?? 0)
      seen.set(stat.id, now)
    }
    const level = stats.find((stat) => stat.type === 'media-source' && isAudio(stat))?.audioLevel
    return {
      received: total.packetsReceived,
      lost: total.packetsLost,
      bufferedMs: total.jitterBufferDelay * 1_000,
      emitted: total.jitterBufferEmittedCount,
      jitterMs: Math.max(0, ...inbound.map((stat) => numberOf(stat.jitter) * 1_000)),
      ...roundTrip(stats),
      ...(typeof level === 'number' && { microphoneLevel: level }),
    }
  }
}

/** The other side's reports say it best (RFC 3550); until the first of them the ICE checks do. */
function roundTrip(stats: readonly Stat[]): { readonly roundTripMs?: number } {
  const remote = stats.find((stat) => stat.type === 'remote-inbound-rtp' && isAudio(stat))
  const pairs = stats.filter((stat) => stat.type === 'candidate-pair' && stat.state === 'succeeded')
  const pair = pairs.find((stat) => stat.nominated === true || stat.selected === true)
  const seconds = [remote?.roundTripTime, pair?.currentRoundTripTime].find((value) => typeof value === 'number')
  return typeof seconds === 'number' ? { roundTripMs: seconds * 1_000 } : {}
}

function sumsOf(stat: Stat): Sums {
  return {
    packetsReceived: numberOf(stat.packetsReceived),
    packetsLost: numberOf(stat.packetsLost),
    jitterBufferDelay: numberOf(stat.jitterBufferDelay),
    jitterBufferEmittedCount: numberOf(stat.jitterBufferEmittedCount),
  }
}

function isStat(value: unknown): value is Stat {
  return typeof value === 'object' && value !== null
}

function isAudio(stat: Stat): boolean {
  return stat.kind === 'audio' || stat.mediaType === 'audio'
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
