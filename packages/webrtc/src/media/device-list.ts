import type { Device, DeviceKind, DeviceList } from '@offhook/core'
import { type Choices, devicesOf, findChoice } from './choice.ts'
import type { Microphone } from './microphone.ts'
import { type PermissionSource, watchPermission } from './permission.ts'

/** Where a list of devices comes from. */
export interface ListSource {
  readonly microphone: Microphone
  /** Default `navigator.mediaDevices`; without one the lists are empty. */
  readonly mediaDevices?:
    | Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>
    | undefined
  /** Default `navigator.permissions`. */
  readonly permissions?: PermissionSource | undefined
}

/** What the browser says of its devices. */
export interface BrowserList {
  readonly all: readonly MediaDeviceInfo[]
  readonly permission: DeviceList['permission']
}

/** Watches the devices of the browser: `listener` is called with the list now, and when something may have changed. */
export function watchList(source: ListSource, listener: (list: BrowserList) => void) {
  const { microphone, mediaDevices, permissions } = source
  let turn = 0
  let isAllowed = false
  let isStopped = false

  const refresh = async () => {
    const mine = ++turn
    const all = await enumerate(mediaDevices)
    // a later look has a later truth
    if (isStopped || mine !== turn) return
    const permission = permissionOf(all, source.microphone, watch.state)
    isAllowed = permission === 'granted'
    listener({ all, permission })
  }
  const look = () => void refresh()
  const watch = watchPermission(permissions, look)
  const stopMicrophone = microphone.subscribe(() => {
    const { status } = microphone.getSnapshot()
    // the first time it opens the browser begins to tell ids and labels, without an event that says so
    if (!isAllowed || status === 'lost' || status === 'failed') look()
  })
  mediaDevices?.addEventListener('devicechange', look)
  look()
  return {
    refresh,
    stop() {
      isStopped = true
      watch.stop()
      stopMicrophone()
      mediaDevices?.removeEventListener('devicechange', look)
    },
  }
}

async function enumerate(mediaDevices: ListSource['mediaDevices']): Promise<readonly MediaDeviceInfo[]> {
  try {
    return (await mediaDevices?.enumerateDevices()) ?? []
  } catch {
    // the page is being left, or its policy forbids devices: there are none for us
    return []
  }
}

function permissionOf(
  all: readonly MediaDeviceInfo[],
  microphone: Microphone,
  said: DeviceList['permission'] | undefined,
): DeviceList['permission'] {
  const isToldLabels = all.some(({ kind, label }) => kind === 'audioinput' && label !== '')
  // Firefox says `ask` of a permission that holds only as long as the page
  if (isToldLabels && said !== 'denied') return 'granted'
  const snapshot = microphone.getSnapshot()
  const isRefused = snapshot.status === 'failed' && snapshot.error.code === 'microphone-denied'
  return said ?? (isRefused ? 'denied' : 'ask')
}

/** The list an app gets. */
export function listOf(
  { all, permission }: BrowserList,
  { devices, isRingerOn }: Choices,
  { canChooseSpeaker }: { readonly canChooseSpeaker: boolean },
): Omit<DeviceList, 'microphoneState' | 'isSoundBlocked'> {
  const speakers = devicesOf(all, 'speaker')
  const microphones = devicesOf(all, 'microphone')
  const there = { microphone: microphones, speaker: speakers, ringer: speakers }
  const chosen: Partial<Record<DeviceKind, string>> = {}
  for (const kind of ['microphone', 'speaker', 'ringer'] as const) {
    const id = findChoice(there[kind], devices[kind])?.deviceId
    if (id !== undefined) chosen[kind] = id
  }
  return {
    ...{ permission, canChooseSpeaker, isRingerOn, chosen },
    ...{ microphones: microphones.map(toDevice), speakers: speakers.map(toDevice) },
  }
}

function toDevice({ deviceId, label }: MediaDeviceInfo): Device {
  return { id: deviceId, label }
}
