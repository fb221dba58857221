import type { DeviceList } from '@offhook/core'

/** The part of `navigator.permissions` that is used. */
export type PermissionSource = Pick<Permissions, 'query'>

/** Whether the page may use the microphone, as far as the browser tells. */
export interface PermissionWatch {
  /** What the browser says; undefined where it does not say. */
  readonly state: DeviceList['permission'] | undefined
  stop(): void
}

const states = { granted: 'granted', denied: 'denied', prompt: 'ask' } as const

/** Watches the permission by the Permissions API; `changed` is also called when the first answer is there. */
export function watchPermission(permissions: PermissionSource | undefined, changed: () => void): PermissionWatch {
  let status: PermissionStatus | undefined
  let isWatching = true
  const ask = async () => {
    const answer = await permissions?.query({ name: 'microphone' })
    if (answer === undefined || !isWatching) return
    status = answer
    status.addEventListener('change', changed)
    changed()
  }
  // a browser that does not know the name rejects with a TypeError: then the labels of the devices tell
  ask().catch(() => {})
  return {
    get state() {
      return status && states[status.state]
    },
    stop() {
      isWatching = false
      status?.removeEventListener('change', changed)
    },
  }
}
