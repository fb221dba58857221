import type {
  CallStatus,
  ConnectionStatus,
  EndedBy,
  EndReason,
  ErrorCode,
  LostReason,
  MediaHealth,
  QualityWarning,
  TransferProgress,
} from '@offhook/core'

/** Who a call was with and how it ended, for a sentence about it. */
export interface EndFacts {
  readonly name: string
  readonly by: EndedBy
  readonly direction: 'outgoing' | 'incoming'
}

/** What went wrong and what a person can do now. */
export interface Advice {
  readonly what: string
  readonly remedy: string
}

/** What can be wrong: a code of the SDK, or a key of the headset that mutes. */
export type Trouble = ErrorCode | 'microphone-muted'

/** Everything the SDK can report, in a person's words; a code without a sentence does not compile. */
export interface Explanations {
  readonly errors: Readonly<Record<Trouble, Advice>>
  readonly ends: Readonly<Record<EndReason, (facts: EndFacts) => string>>
  readonly statuses: Readonly<Record<CallStatus, string>>
  readonly progress: Readonly<Record<TransferProgress, string>>
  readonly connection: Readonly<Record<ConnectionStatus, string>>
  readonly lost: Readonly<Record<LostReason, string>>
  readonly media: Readonly<Record<MediaHealth, string>>
  readonly warnings: Readonly<Record<QualityWarning, string>>
  readonly quality: Readonly<Record<'excellent' | 'good' | 'fair' | 'poor', string>>
}
