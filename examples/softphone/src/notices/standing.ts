import type { ConnectionSnapshot, DeviceList, ErrorCode } from '@offhook/core'

/** What is wrong for as long as it is wrong: it cannot be closed, only mended. */
export interface Standing {
  readonly code: ErrorCode
  /** What a person can do about it with one click. */
  readonly way?: 'connect' | 'sign-in' | 'unlock'
}

/** Everything that stands between the person and a call now. */
export function standingNotices(
  connection: ConnectionSnapshot,
  { permission }: Pick<DeviceList, 'permission'>,
  isSoundLocked: boolean,
): readonly Standing[] {
  const line = lineNotice(connection)
  return [
    ...(line ? [line] : []),
    ...(permission === 'denied' ? [{ code: 'microphone-denied' } as const] : []),
    ...(isSoundLocked ? [{ code: 'sound-blocked', way: 'unlock' } as const] : []),
  ]
}

function lineNotice(connection: ConnectionSnapshot): Standing | undefined {
  switch (connection.status) {
    case 'reconnecting':
    case 'offline':
      return { code: 'offline', way: 'connect' }
    case 'rejected':
      return { code: connection.error.code, way: 'sign-in' }
    case 'connecting':
    case 'online':
    case 'disconnecting':
      return undefined
  }
}
