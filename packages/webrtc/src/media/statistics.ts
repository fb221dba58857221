import type { CallFacet, Clock } from '@offhook/core'

/** The facets of a call that its statistics tell. */
export type SoundFacet = Extract<CallFacet, { readonly type: 'media' | 'quality' }>

/** How often to look, and what the statistics cannot see. */
export interface StatisticsOptions {
  readonly clock?: Clock
  /** Milliseconds between two looks; default 1,000. */
  readonly every?: number
  /** Whether either side holds the call, so that silence is right; default: what the transceivers' directions say. */
  readonly isOnHold?: () => boolean
}

/** Tells how the sound of a peer connection does, only when that changed, until stopped or the connection is closed. */
export declare function watchStatistics(
  peer: RTCPeerConnection,
  options: StatisticsOptions,
  report: (facet: SoundFacet) => void,
): () => void
