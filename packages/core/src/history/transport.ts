/** Somebody in a call record. */
export interface RecordParty {
  readonly name?: string
  /** E.164 or an extension; absent when withheld. */
  readonly number?: string
  /** The colleague, where it is one. */
  readonly personId?: string
}

/** How a call went: `elsewhere` was answered on another device of the person, or by a colleague, and is not missed. */
export type RecordKind = 'answered' | 'missed' | 'declined' | 'cancelled' | 'failed' | 'elsewhere' | 'voicemail'

/** A call that is over. */
export interface CallRecord {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly kind: RecordKind
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly startedAt: number
  /** Absent when nobody answered. */
  readonly answeredAt?: number
  readonly endedAt: number
  readonly from: RecordParty
  readonly to: RecordParty
  /** Through which it came: queues and those who forwarded it, last one first. */
  readonly via: readonly RecordParty[]
  /** The devices that took part, by name. */
  readonly devices: readonly string[]
  /** Why it ended, as `EndReason` of a call. */
  readonly reason?: string
  /** The number that was shown, of an outgoing call. */
  readonly callerId?: string
  /** Whether the person has seen it. */
  readonly seen: boolean
}

/** Which records; what is absent does not matter. */
export interface HistoryFilter {
  readonly direction?: 'incoming' | 'outgoing'
  readonly kinds?: readonly RecordKind[]
  /** Begun at or after this moment. */
  readonly from?: number
  /** Begun before this moment. */
  readonly to?: number
  /** A piece of the name or number of the other side. */
  readonly text?: string
}

/** A page of records, newest first. */
export interface HistoryPage {
  readonly records: readonly CallRecord[]
  /** How to ask for what comes after; absent at the end. */
  readonly next?: string
}

/** What an app asks of the history. */
export type HistoryCommand =
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'clear' }
  /** Everything begun up to this moment was seen. */
  | { readonly type: 'seen'; readonly until: number }

/** Where the history brings its news. */
export interface HistorySink {
  /** A call is over, or its record changed. */
  added(record: CallRecord): void
  removed(ids: readonly string[]): void
  /** How many missed calls were not seen, undefined: nobody's; everything begun up to `seenUntil` was seen. */
  missed(count: number | undefined, seenUntil?: number): void
  /** Something may have been missed: lists begin anew. */
  reset(): void
}

/** A stretch of time; what is absent does not end it. */
export interface HistoryRange {
  /** From this moment on: milliseconds since the Unix epoch. */
  readonly from?: number
  /** Before this moment. */
  readonly to?: number
}

/** Counts of a stretch of time (W4), without records that were taken away. */
export interface HistoryFigures {
  readonly calls: number
  readonly incoming: number
  readonly outgoing: number
  /** How many of each kind. */
  readonly byKind: Readonly<Record<RecordKind, number>>
  /** Seconds of conversation. */
  readonly talkSeconds: number
}

/** The calls there were. */
export interface HistoryTransport {
  open(sink: HistorySink): () => void
  /** Brings a page; `limit` is 1 to 100. */
  page(filter: HistoryFilter, options: HistoryPageOptions): Promise<HistoryPage>
  figures(range: HistoryRange): Promise<HistoryFigures>
  send(command: HistoryCommand): Promise<void>
}

/** Which page of the history. */
export interface HistoryPageOptions {
  readonly limit: number
  /** The `next` of the page before. */
  readonly cursor?: string
  readonly signal?: AbortSignal
}
