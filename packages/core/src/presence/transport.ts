/** What a person says of themselves; RFC 4480 calls them busy, meal, vacation, meeting and away. */
export type PersonStatus = 'available' | 'away' | 'do-not-disturb' | 'lunch' | 'holiday' | 'meeting'

/** What a person's telephones are doing (RFC 4235), all of them taken together. */
export type LineStatus = 'idle' | 'ringing' | 'in-call' | 'on-hold'

/** Whether any telephone of a person can ring. */
export type DeviceStatus = 'reachable' | 'offline'

/** The part of presence that a person sets by hand; nothing else changes it but the end of its time. */
export interface PersonFacet {
  readonly status: PersonStatus
  /** What the person says about it; at most 140 characters. */
  readonly note?: string
  /** When it goes back to available by itself: milliseconds since the Unix epoch. */
  readonly until?: number
  readonly since: number
}

/** Somebody's presence: what they said, what their line does, and whether they can be reached. */
export interface PersonPresence {
  /** The person's id; in the internal phonebook it is the contact's `uid`. */
  readonly id: string
  /** By hand. */
  readonly person: PersonFacet
  /** By itself. */
  readonly line: LineStatus
  /** By itself. */
  readonly device: DeviceStatus
  /** When the line last changed: milliseconds since the Unix epoch. */
  readonly lineSince?: number
}

/** What a person may say with a status. */
export interface PresenceOptions {
  /** When it ends: a time of day (`'13:30'`, the next one), a `Date`, or milliseconds since the Unix epoch. */
  readonly until?: string | number | Date
  readonly note?: string
}

/** What an app asks: only of the own presence. */
export type PresenceCommand =
  | { readonly type: 'set'; readonly status: PersonStatus; readonly until?: number; readonly note?: string }
  | { readonly type: 'clear' }

/** Where presence brings its news. */
export interface PresenceSink {
  /** Everybody this person may see, and which of them is themselves; who is not in it is gone. */
  team(people: readonly PersonPresence[], me: string | undefined): void
  /** One person changed, or is new. */
  changed(presence: PersonPresence): void
  gone(id: string): void
}

/** Presence of the own person and of the team. */
export interface PresenceTransport {
  /** Starts bringing the team, now and at each change, and again whenever something may have been missed. */
  open(sink: PresenceSink): () => void
  /** Resolves when it is true; the change also comes as news. */
  send(command: PresenceCommand): Promise<void>
}
