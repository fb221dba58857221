import type {
  CallCommand,
  CallId,
  CallSnapshot,
  ConnectionCommand,
  ConnectionSnapshot,
  DeviceCommand,
  DeviceList,
} from '@offhook/core'

// a page of another version has another channel and another lock: it works as its own
export const version = 1

/** A tab, by a name that lives as long as its page. */
export type TabId = string

/** What one tab asks of the one that carries the calls. */
export type Request =
  | { readonly of: 'call'; readonly id: CallId; readonly command: CallCommand }
  | { readonly of: 'connection'; readonly command: ConnectionCommand }
  | { readonly of: 'devices'; readonly command: DeviceCommand }
  | { readonly of: 'warm' }

/** What went wrong, as it goes from tab to tab. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** The connection, as it goes from tab to tab. */
export type SharedConnection =
  | Exclude<ConnectionSnapshot, { readonly status: 'rejected' }>
  | { readonly status: 'rejected'; readonly error: Failure }

/** The devices of the tab that carries the calls, as far as the others must know. */
export type SharedDevices = Pick<DeviceList, 'chosen' | 'isRingerOn' | 'microphoneState' | 'isSoundBlocked'>

/** Everything there is, as the tab that carries it has it. */
export interface Shared {
  readonly calls: readonly CallSnapshot[]
  readonly connection: SharedConnection
  /** What the next tab takes the calls up with; the transport reads it. */
  readonly tickets: readonly unknown[]
  /** How many tabs there are. */
  readonly count: number
  /** Which of them tells the person of a call. */
  readonly notifier: TabId
  /** Which of them rings. */
  readonly ringer: TabId
  /** Absent until they are known. */
  readonly devices?: SharedDevices
}

/** Whose turn it is: of two that differ the greater one is right. */
export interface Turn {
  /** Milliseconds since the Unix epoch, and always more than any that was heard of. */
  readonly epoch: number
  readonly tab: TabId
}

/** A request with its number among those of its tab. */
export interface Asked {
  readonly number: number
  readonly request: Request
}

/** A tab is there: whether the person sees it, and whether it shows the level of the microphone elsewhere. */
export interface Hello {
  readonly type: 'hello'
  readonly tab: TabId
  readonly isVisible: boolean
  readonly isListening: boolean
}

/** What any tab says; `turn` and `at`: to whom, and when, for who has slept must not do what nobody waits for. */
export type Said =
  | Hello
  | ({ readonly type: 'ask'; readonly tab: TabId; readonly turn: Turn; readonly at: number } & Asked)

/** What only the tab that carries the calls says. */
export type Told =
  | { readonly type: 'state'; readonly turn: Turn; readonly shared: Shared }
  | { readonly type: 'level'; readonly turn: Turn; readonly level: number }
  | { readonly type: 'taken'; readonly turn: Turn; readonly to: TabId; readonly number: number }
  | {
      readonly type: 'done'
      readonly turn: Turn
      readonly to: TabId
      readonly number: number
      readonly failure?: Failure
    }

/** What goes over the channel. */
export type Message = Said | Told

/** Whether `a` is later than `b`. */
export const isLater = (a: Turn, b: Turn) => a.epoch > b.epoch || (a.epoch === b.epoch && a.tab > b.tab)
