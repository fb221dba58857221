import type { DeviceKind } from '@offhook/core'
import { fieldsOf, guarded, readFields } from '../stored.ts'

/** A device a person chose; found again by its label when the browser has given it another id. */
export interface DeviceChoice {
  readonly id: string
  readonly label: string
}

const browserKinds = {
  microphone: 'audioinput',
  speaker: 'audiooutput',
  ringer: 'audiooutput',
} as const satisfies Record<DeviceKind, MediaDeviceKind>

// Chromium lists the system's defaults once more, under these ids
const aliases = new Set(['default', 'communications'])

/** Whether an id means the system's default, whatever that is today. */
export const isSystemDefault = (id: string) => id === '' || aliases.has(id)

/** The real devices of a kind, in the browser's order; before the microphone is allowed their ids and labels are empty. */
export function devicesOf(all: readonly MediaDeviceInfo[], kind: DeviceKind): readonly MediaDeviceInfo[] {
  return all.filter((device) => device.kind === browserKinds[kind] && !aliases.has(device.deviceId))
}

/** The device a person chose, by its id, or by its label when the id is gone. */
export function findChoice<T extends Pick<MediaDeviceInfo, 'deviceId' | 'label'>>(
  devices: readonly T[],
  choice: DeviceChoice | undefined,
): T | undefined {
  if (choice === undefined) return undefined
  const hasLabel = ({ label }: T) => label !== '' && label === choice.label
  return devices.find(({ deviceId }) => deviceId === choice.id) ?? devices.find(hasLabel)
}

/** The choices of a person, and whether the phone rings: what is kept. */
export interface Choices {
  readonly devices: Readonly<Partial<Record<DeviceKind, DeviceChoice>>>
  readonly isRingerOn: boolean
}

/** The part of `localStorage` that is used. */
export type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem'>

const key = 'offhook.devices'

/** Reads what was kept; anything unreadable is no choice. */
export function readChoices(storage: ChoiceStorage | undefined): Choices {
  const kept = readFields(guarded(() => storage?.getItem(key)) ?? '')
  const devices: Partial<Record<DeviceKind, DeviceChoice>> = {}
  for (const kind of ['microphone', 'speaker', 'ringer'] as const) {
    const choice = fieldsOf(kept[kind])
    if (typeof choice.id === 'string' && typeof choice.label === 'string') {
      devices[kind] = { id: choice.id, label: choice.label }
    }
  }
  return { devices, isRingerOn: kept.isRingerOn !== false }
}

/** Keeps the choices; a browser that forbids storage forgets them when the page goes. */
export function writeChoices(storage: ChoiceStorage | undefined, { devices, isRingerOn }: Choices): void {
  guarded(() => storage?.setItem(key, JSON.stringify({ ...devices, isRingerOn })))
}
