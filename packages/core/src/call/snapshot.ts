import type { CallStatus } from './machine.ts'
import type {
  CallEnd,
  CallSignal,
  CallTimings,
  MediaHealth,
  Party,
  Quality,
  RemoteConnection,
  TransferProgress,
} from './signal.ts'
import type { CallId, TransferTarget } from './transport.ts'

interface Facets {
  readonly id: CallId
  readonly direction: 'outgoing' | 'incoming'
  readonly remote: Party
  /** The number of ours that was dialled, of an incoming call. */
  readonly dialled?: string
  /** Who passed an incoming call on, last one first. */
  readonly via: readonly Party[]
  /** When the call began to dial or ring: milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly muted: boolean
  /** The other side put us on hold. */
  readonly remoteHold: boolean
  /** Whether the other side is there, or has lost its connection and may come back. */
  readonly remoteConnection: RemoteConnection
  readonly media: MediaHealth
  readonly quality?: Quality
  readonly timings: CallTimings
}

interface InCall {
  /** When the call was answered: milliseconds since the Unix epoch. */
  readonly connectedAt: number
}

interface Ended extends CallEnd {
  readonly endedAt: number
  /** Absent when the call was never answered. */
  readonly connectedAt?: number
}

/** A call as it is now: one status, and the data that status guarantees. */
export type CallSnapshot = Facets &
  (
    | { readonly status: 'dialing' | 'ringing' | 'answering' }
    | { readonly status: 'alerting'; readonly earlyMedia: boolean }
    | ({ readonly status: 'connected' | 'holding' | 'held' | 'resuming' } & InCall)
    | ({ readonly status: 'transferring'; readonly to: TransferTarget; readonly progress: TransferProgress } & InCall)
    | { readonly status: 'ending'; readonly connectedAt?: number }
    | ({ readonly status: 'ended' } & Ended)
  )

/** The snapshot of a call in one status. */
export type CallSnapshotIn<Status extends CallStatus> = CallSnapshot & { readonly status: Status }

/** What a status needs beside the facets when it is entered. */
export interface Entry {
  readonly now: number
  readonly signal?: CallSignal
  readonly to?: TransferTarget
  readonly end?: CallEnd
}

/** The snapshot after entering `status`; the union decides what must be there. */
export function enter(from: CallSnapshot, status: CallStatus, { now, signal, to, end }: Entry): CallSnapshot {
  const facets = facetsOf(from)
  const since = 'connectedAt' in from && from.connectedAt !== undefined ? { connectedAt: from.connectedAt } : {}
  switch (status) {
    case 'dialing':
    case 'ringing':
    case 'answering':
      return { ...facets, status }
    case 'alerting':
      return { ...facets, status, earlyMedia: signal?.type === 'alerting' && signal.earlyMedia }
    case 'connected':
    case 'holding':
    case 'held':
    case 'resuming':
      return { ...facets, status, connectedAt: now, ...since }
    case 'transferring':
      return { ...facets, status, connectedAt: now, ...since, to: to ?? missing('to'), progress: 'asked' }
    case 'ending':
      return { ...facets, status, ...since }
    case 'ended':
      return { ...facets, status, endedAt: now, ...since, ...endOf(signal, end), media: 'none' }
  }
}

function endOf(signal: CallSignal | undefined, end: CallEnd | undefined): CallEnd {
  if (signal?.type === 'transferred') return { reason: 'transferred', by: 'me' }
  if (signal?.type !== 'ended') return end ?? { reason: 'failed', by: 'network' }
  const { type: _, ...given } = signal
  return given
}

/** What belongs to one status only. */
interface OfStatus {
  readonly status: CallStatus
  readonly connectedAt?: number
  readonly earlyMedia?: boolean
  readonly to?: TransferTarget
  readonly progress?: TransferProgress
}

function facetsOf(snapshot: Facets & OfStatus): Facets {
  const { status, connectedAt, earlyMedia, to, progress, ...facets } = snapshot
  return facets
}

function missing(name: string): never {
  throw new Error(`A transferring call needs ${name}.`)
}

/** The snapshot with one facet replaced; a facet of a status the call is not in, and other news, changes nothing. */
export function withFacet(snapshot: CallSnapshot, facet: CallSignal): CallSnapshot {
  switch (facet.type) {
    case 'remote':
      return { ...snapshot, remote: facet.remote }
    case 'remote-hold':
      return { ...snapshot, remoteHold: facet.held }
    case 'remote-connection':
      return { ...snapshot, remoteConnection: facet.connection }
    case 'muted':
      return { ...snapshot, muted: facet.muted }
    case 'media':
      return { ...snapshot, media: facet.media }
    case 'quality':
      return { ...snapshot, quality: facet.quality }
    case 'timings':
      return { ...snapshot, timings: { ...snapshot.timings, ...facet.timings } }
    case 'transfer-progress':
      return snapshot.status === 'transferring' ? { ...snapshot, progress: facet.progress } : snapshot
    default:
      // late news of a status, or news of a kind that only a newer transport knows
      return snapshot
  }
}
