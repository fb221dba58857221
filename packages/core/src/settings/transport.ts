/** What a device is: `app` rings on a mobile phone, `mobile` is the mobile number itself. */
export type RingDeviceKind = 'browser' | 'desk-phone' | 'app' | 'mobile' | 'teams'

/** Something of a person that can ring. */
export interface RingDevice {
  readonly id: string
  readonly name: string
  readonly kind: RingDeviceKind
  readonly state: 'reachable' | 'offline' | 'in-call'
  /** Whether calls are sent to it. */
  readonly rings: boolean
  /** When it was last reachable: milliseconds since the Unix epoch. */
  readonly lastSeen?: number
}

/** How a person's calls ring. */
export interface RingSettings {
  /** Whether a further call rings during a call; else the caller hears busy. */
  readonly callWaiting: boolean
  /** Whether the own mobile number rings at the same time. */
  readonly simultaneousRing: boolean
  /** Whether an incoming call is heard, on every computer of this person; one rings when its own `phone.devices` wants it too. */
  readonly ringer: boolean
  readonly devices: readonly RingDevice[]
}

/** What a person may change. */
export type SettingsChanges = Partial<Pick<RingSettings, 'callWaiting' | 'simultaneousRing' | 'ringer'>>

/** What an app asks of the settings. */
export type SettingsCommand =
  | { readonly type: 'update'; readonly changes: SettingsChanges }
  | { readonly type: 'ring'; readonly device: string; readonly rings: boolean }

/** Where settings bring their news. */
export interface SettingsSink {
  /** Undefined: nobody is signed in any more. */
  value(settings: RingSettings | undefined): void
}

/** Where the settings of a person are kept. */
export interface SettingsTransport {
  /** Starts bringing the settings, now and at each change. */
  open(sink: SettingsSink): () => void
  /** Rejects with `invalid`, `not-found` (a device), or `conflict`; the newer settings come as news. */
  send(command: SettingsCommand): Promise<void>
}
