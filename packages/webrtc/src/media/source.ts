import { type Capture, captureOf } from './capture.ts'
import type { DeviceChoice } from './choice.ts'
import {
  isOutdated,
  type MicrophoneDevices,
  type OpenMicrophone,
  type OpenReason,
  toMicrophoneError,
} from './user-media.ts'

/** The one open device of a microphone: at most one at a time, but for the moment of a replacement. */
export interface Source {
  /** The open device; undefined when there is none or it went away. */
  readonly live: Capture | undefined
  /** Opens a device, and only when that succeeded closes the one before; rejects with a typed error. */
  take(wish: DeviceChoice | undefined, why: OpenReason): Promise<Capture>
  /** Whether there is a live device, and none that should be there in its place. */
  isFine(wish: DeviceChoice | undefined): Promise<boolean>
  /** Closes what is open. */
  drop(): void
}

/** What a source is made of, and whom it tells. */
export interface SourceOptions {
  readonly open: OpenMicrophone
  /** Where plugging in and out is heard; undefined: somebody else follows that. */
  readonly devices: MicrophoneDevices | undefined
  /** Another device is open now. */
  replaced(capture: Capture): void
  /** The device is gone, or devices were plugged in or out. */
  changed(): void
  /** The hardware was muted or unmuted. */
  muted(): void
}

/** Makes a source; it listens to the machine only from its first device until it is dropped. */
export function createSource({ open, devices, replaced, changed, muted }: SourceOptions): Source {
  let capture: Capture | undefined
  const live = () => (capture?.isLive ? capture : undefined)
  return {
    get live() {
      return live()
    },
    async take(wish, why) {
      const next = await openTyped(open, wish, why)
      const before = capture
      capture = captureOf(next, { ended: changed, muted })
      replaced(capture)
      if (before === undefined) devices?.addEventListener('devicechange', changed)
      else before.stop()
      return capture
    },
    async isFine(wish) {
      const now = live()
      if (now === undefined || devices === undefined) return now !== undefined
      return !(await isOutdated(devices, wish, now))
    },
    drop() {
      devices?.removeEventListener('devicechange', changed)
      capture?.stop()
      capture = undefined
    },
  }
}

async function openTyped(open: OpenMicrophone, wish: DeviceChoice | undefined, why: OpenReason): Promise<MediaStream> {
  try {
    return await open(wish, why)
  } catch (thrown) {
    throw toMicrophoneError(thrown)
  }
}
