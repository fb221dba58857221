/** The other side of a call. */
export interface Party {
  /** The name the exchange or the phonebook gives; absent when unknown. */
  readonly name?: string
  /** The number as it can be dialled back; absent when withheld. */
  readonly number?: string
}

/** A call that comes in. */
export interface IncomingCall {
  readonly remote: Party
  /** The number or extension of ours that was dialled, where the exchange tells. */
  readonly dialled?: string
  /** Who passed the call on (forwarding, queue), last one first (RFC 5806 and RFC 7044). */
  readonly via?: readonly Party[]
  /** The exchange asks to answer at once: a call this person started from another device. */
  readonly autoAnswer?: boolean
}

/** A call that began before this page did; its times are milliseconds since the Unix epoch. */
export type ResumedCall = ResumedFacts &
  (
    | { readonly status: 'connected' | 'held'; readonly connectedAt: number }
    | { readonly status: 'alerting'; readonly earlyMedia: boolean }
    | { readonly status: 'ringing' }
  )

/** What is known of a call that began before this page did, in whatever status. */
export interface ResumedFacts extends Omit<IncomingCall, 'autoAnswer'> {
  readonly direction: 'outgoing' | 'incoming'
  readonly startedAt: number
  readonly muted: boolean
}

/** Why a call ended, in words a person knows. `elsewhere` is not missed: another device of yours took it. */
export type EndReason =
  | 'hung-up'
  | 'cancelled'
  | 'declined'
  | 'busy'
  | 'unanswered'
  | 'answered-elsewhere'
  | 'declined-elsewhere'
  | 'transferred'
  | 'moved'
  | 'not-found'
  | 'unreachable'
  | 'not-allowed'
  | 'incompatible'
  | 'no-microphone'
  | 'no-sound'
  | 'connection-lost'
  | 'exchange-error'
  | 'failed'

/** Who ended a call: this side, the other side, or the network between. */
export type EndedBy = 'me' | 'them' | 'network'

/** The end of a call. */
export interface CallEnd {
  readonly reason: EndReason
  readonly by: EndedBy
  /** What the protocol said, for logs and support: a status code, a Q.850 cause, its text. */
  readonly detail?: { readonly code?: number; readonly cause?: number; readonly text?: string }
}

/** Whether the other side is there; `reconnecting`: the exchange lost it and waits for it. `steady` where nobody tells. */
export type RemoteConnection = 'steady' | 'reconnecting'

/** How the sound of a call is doing; `silent`: packets stopped coming, `interrupted`: the media path is gone. */
export type MediaHealth = 'none' | 'connecting' | 'flowing' | 'silent' | 'interrupted'

/** What is wrong with the sound, by name. */
export type QualityWarning =
  | 'high-loss'
  | 'high-jitter'
  | 'high-delay'
  | 'low-quality'
  | 'no-packets'
  | 'microphone-silent'

/** The measured quality of the sound. */
export interface Quality {
  /** Mean opinion score by the E-model (ITU-T G.107), 1 to 4.5. */
  readonly mos: number
  /** Packets lost on the way to us, per cent of the last interval. */
  readonly lossPercent: number
  /** RFC 3550 interarrival jitter, milliseconds. */
  readonly jitterMs: number
  /** Round trip time, milliseconds; absent until measured. */
  readonly roundTripMs?: number
  readonly warnings: readonly QualityWarning[]
}

/** When each step of the set-up was done: milliseconds after the command (or after the call came in). */
export interface CallTimings {
  readonly microphone?: number
  readonly offer?: number
  /** The first usable network candidate. */
  readonly candidate?: number
  /** The call left for the exchange. */
  readonly sent?: number
  readonly ringing?: number
  readonly answered?: number
  /** The media path is encrypted and open (DTLS). */
  readonly secured?: number
  /** The first sound of the other side was received. */
  readonly audio?: number
}

/** How far a transfer is. */
export type TransferProgress = 'asked' | 'trying' | 'ringing'

/** News from the network about one call. */
export type CallSignal =
  | { readonly type: 'alerting'; readonly earlyMedia: boolean }
  | { readonly type: 'connected' }
  | { readonly type: 'held' }
  | { readonly type: 'resumed' }
  | { readonly type: 'transferred' }
  | ({ readonly type: 'ended' } & CallEnd)
  | CallFacet

/** News that changes no status: facets of the call. */
export type CallFacet =
  | { readonly type: 'remote'; readonly remote: Party }
  | { readonly type: 'remote-hold'; readonly held: boolean }
  | { readonly type: 'remote-connection'; readonly connection: RemoteConnection }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'media'; readonly media: MediaHealth }
  | { readonly type: 'quality'; readonly quality: Quality }
  | { readonly type: 'timings'; readonly timings: CallTimings }
  | { readonly type: 'transfer-progress'; readonly progress: TransferProgress }
