import type { CallEnd, ConnectionSnapshot, DeviceList, EndReason, ErrorCode, LostReason } from '@offhook/core'

/** What is wrong for as long as it is wrong: it cannot be closed, only mended. */
export interface Standing {
  readonly code: ErrorCode
  /** Why the connection was lost, when that is what is wrong. */
  readonly lost?: LostReason
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
      return { code: 'offline', lost: connection.reason, way: 'connect' }
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

const advice: Partial<Record<EndReason, ErrorCode>> = {
  'no-microphone': 'microphone-missing',
  'no-sound': 'media-failed',
}

/** What a person can do about a call that failed on this side, beside knowing that it did. */
export function adviceAfter(
  { reason, by }: CallEnd,
  { permission }: Pick<DeviceList, 'permission'>,
): ErrorCode | undefined {
  if (by !== 'network') return undefined
  return reason === 'no-microphone' && permission === 'denied' ? 'microphone-denied' : advice[reason]
}
