import type { MicrophoneDevices } from '../user-media.ts'

/** A device plugged into the pretended machine. */
export interface FakeDevice {
  readonly kind: MediaDeviceKind
  readonly id: string
  readonly label: string
  readonly group?: string
}

/** A microphone of that name. */
export const mic = (id: string, label = id): FakeDevice => ({ kind: 'audioinput', id, label })

/** A speaker of that name. */
export const speakerNamed = (id: string, label = id): FakeDevice => ({ kind: 'audiooutput', id, label })

/** A machine with devices that can be plugged in and out, and a person who allows or refuses. */
export interface FakeMachine {
  readonly mediaDevices: MicrophoneDevices
  readonly permissions: Pick<Permissions, 'query'>
  /** The ids that getUserMedia was asked for, in order; undefined is the default. */
  readonly asked: readonly (string | undefined)[]
  /** Every track that still holds a device. */
  live(): readonly MediaStreamTrack[]
  plug(...devices: readonly FakeDevice[]): void
  unplug(id: string): void
  /** getUserMedia fails by that name from now on, for one device or for all; undefined: it works again. */
  refuse(name: string | undefined, id?: string): void
  /** The device of an id is another piece of hardware now, as when the system has another default. */
  regroup(id: string, group: string): void
  /** Says how the permission stands and tells who watches it; undefined: a browser that does not know the name. */
  permit(state: PermissionState | undefined): void
  /** Holds the answers of getUserMedia until the returned function is called. */
  pause(): () => void
  /** Holds the next list of devices until the returned function is called. */
  holdList(): () => void
  /** How many listen for devices and for the permission. */
  watchers(): number
  /** Mutes or unmutes the hardware of every open track. */
  mute(isMuted: boolean): void
}

interface FakeTrack extends EventTarget {
  readonly device: FakeDevice
  readyState: 'live' | 'ended'
  enabled: boolean
  muted: boolean
}

/** Makes a machine with these devices. */
export function createFakeMachine(...first: readonly FakeDevice[]): FakeMachine {
  let devices = [...first]
  let state: PermissionState | undefined = 'granted'
  let refusal: { readonly name: string; readonly id: string | undefined } | undefined
  let gate = Promise.resolve()
  const asked: (string | undefined)[] = []
  const tracks = new Set<FakeTrack>()
  const { target: statusTarget, count: statusWatchers } = createCountedTarget()
  const { target: hub, count: hubWatchers } = createCountedTarget()
  const status = Object.assign(statusTarget, { state: 'granted' })
  let list = Promise.resolve()
  const inputs = () => devices.filter(({ kind }) => kind === 'audioinput')

  const getUserMedia = async ({ audio }: MediaStreamConstraints = {}) => {
    const id = exactId(audio)
    asked.push(id)
    await gate
    const device = id === undefined ? inputs()[0] : inputs().find((input) => input.id === id)
    if (device === undefined) throw failure(id === undefined ? 'NotFoundError' : 'OverconstrainedError')
    if (refusal && (refusal.id ?? device.id) === device.id) throw failure(refusal.name)
    return streamOf(createTrack(device, tracks))
  }
  const enumerateDevices = async () => {
    const now = devices.map(({ kind, id, label, group = id }) => infoOf({ kind, id, label, group }))
    const held = list
    list = Promise.resolve()
    await held
    return now
  }
  const changed = () => void hub.dispatchEvent(new Event('devicechange'))

  return {
    asked,
    // fakes at the port: only what the media use of these browser objects is there
    mediaDevices: Object.assign(hub, { getUserMedia, enumerateDevices }) as unknown as MicrophoneDevices,
    permissions: {
      async query() {
        if (state === undefined) throw new TypeError('microphone is not a permission name')
        return status as unknown as PermissionStatus
      },
    },
    live: () => [...tracks].filter(({ readyState }) => readyState === 'live') as unknown as MediaStreamTrack[],
    plug(...more) {
      devices = [...devices, ...more]
      changed()
    },
    unplug(id) {
      devices = devices.filter((device) => device.id !== id)
      for (const track of tracks) {
        if (track.device.id !== id || track.readyState === 'ended') continue
        track.readyState = 'ended'
        track.dispatchEvent(new Event('ended'))
      }
      changed()
    },
    refuse(name, id) {
      refusal = name === undefined ? undefined : { name, id }
    },
    regroup(id, group) {
      devices = devices.map((device) => (device.id === id ? { ...device, group } : device))
      changed()
    },
    permit(next) {
      state = next
      status.state = next ?? 'prompt'
      status.dispatchEvent(new Event('change'))
    },
    pause() {
      let open = () => {}
      gate = new Promise<void>((resolve) => {
        open = resolve
      })
      return () => open()
    },
    holdList() {
      let open = () => {}
      list = new Promise<void>((resolve) => {
        open = resolve
      })
      return () => open()
    },
    watchers: () => statusWatchers() + hubWatchers(),
    mute(isMuted) {
      for (const track of tracks) {
        track.muted = isMuted
        track.dispatchEvent(new Event(isMuted ? 'mute' : 'unmute'))
      }
    },
  }
}

/** An event target that knows how many listen to it. */
function createCountedTarget() {
  const target = new EventTarget()
  const listening = new Set<string>()
  const names = new Map<unknown, number>()
  const keyOf = (name: string, listener: unknown) => {
    names.set(listener, names.get(listener) ?? names.size)
    return `${name} ${names.get(listener)}`
  }
  const { addEventListener, removeEventListener } = EventTarget.prototype
  target.addEventListener = (name: string, listener: EventListener) => {
    listening.add(keyOf(name, listener))
    addEventListener.call(target, name, listener)
  }
  target.removeEventListener = (name: string, listener: EventListener) => {
    listening.delete(keyOf(name, listener))
    removeEventListener.call(target, name, listener)
  }
  return { target, count: () => listening.size }
}

/** A stream with one live microphone track, as an integrator may hand in. */
export function createFakeStream(device: FakeDevice = mic('own')): MediaStream {
  return streamOf(createTrack(device, new Set()))
}

function createTrack(device: FakeDevice, tracks: Set<FakeTrack>): FakeTrack {
  const track: FakeTrack = Object.assign(new EventTarget(), {
    ...{ device, readyState: 'live' as const, enabled: true, muted: false, kind: 'audio', label: device.label },
    getSettings: () => ({ deviceId: device.id, groupId: device.group ?? device.id }),
    clone: () => createTrack(device, tracks),
    stop() {
      track.readyState = 'ended'
    },
  })
  tracks.add(track)
  return track
}

function streamOf(track: FakeTrack): MediaStream {
  return { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream
}

function infoOf({ kind, id, label, group }: Required<FakeDevice>): MediaDeviceInfo {
  return { kind, deviceId: id, label, groupId: group, toJSON: () => ({}) }
}

function exactId(audio: MediaStreamConstraints['audio']): string | undefined {
  const wanted = typeof audio === 'object' ? audio.deviceId : undefined
  const exact = typeof wanted === 'object' && 'exact' in wanted ? wanted.exact : undefined
  return typeof exact === 'string' ? exact : undefined
}

function failure(name: string): Error {
  return Object.assign(new Error(name), { name })
}
