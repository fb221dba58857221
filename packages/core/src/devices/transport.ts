/** What a device is for: `ringer` is the speaker that rings. */
export type DeviceKind = 'microphone' | 'speaker' | 'ringer'

/** A microphone or speaker. */
export interface Device {
  /** The browser's id; may change when the browser forgets permissions, so choices are kept by label too. */
  readonly id: string
  /** The name a person knows; empty until the microphone is allowed. */
  readonly label: string
}

/** `closed`: nobody needs it; `muted`: by a key of the headset or by the system; `lost`: pulled out, and there is no other. */
export type MicrophoneState = 'closed' | 'open' | 'muted' | 'lost'

/** What there is to hear and speak with. */
export interface DeviceList {
  /** Whether the page may use the microphone; `ask`: the browser will ask. */
  readonly permission: 'ask' | 'granted' | 'denied'
  readonly microphones: readonly Device[]
  readonly speakers: readonly Device[]
  /** The chosen device of each kind; absent: the system's default. */
  readonly chosen: Readonly<Partial<Record<DeviceKind, string>>>
  /** Whether speakers can be chosen in this browser (`setSinkId`). */
  readonly canChooseSpeaker: boolean
  /** Whether an incoming call is heard. */
  readonly isRingerOn: boolean
  /** How the microphone in use is doing. */
  readonly microphoneState: MicrophoneState
  /** Whether the browser keeps the page silent until its next click or key. */
  readonly isSoundBlocked: boolean
}

/** What an app asks of the devices. */
export type DeviceCommand =
  | { readonly type: 'choose'; readonly kind: DeviceKind; readonly id: string }
  | { readonly type: 'allow' }
  | { readonly type: 'unlock' }
  | { readonly type: 'test'; readonly kind: 'speaker' | 'ringer' }
  | { readonly type: 'ringer'; readonly isOn: boolean }
  /** The person wants no ringing on any computer; what is chosen for this one stays, and is not told as another. */
  | { readonly type: 'silence'; readonly isSilent: boolean }

/** Where devices bring their news. */
export interface DeviceSink {
  /** The list changed: plugged, unplugged, chosen, allowed. */
  list(devices: DeviceList): void
}

/** The devices of the machine the phone runs on. */
export interface DeviceTransport {
  /** Starts bringing the list, now and at each change. */
  open(sink: DeviceSink): () => void
  send(command: DeviceCommand): Promise<void>
  /** Tells the microphone's level, 0 to 1, some ten times a second until stopped. */
  level(listener: (level: number) => void): () => void
}
