import type {
  AccountStatus,
  CallEnd,
  ConnectionSnapshot,
  DeviceList,
  EndReason,
  ErrorCode,
  LostReason,
} from '@offhook/core'
import type { Trouble } from '../i18n/explanations.ts'

/** What is wrong for as long as it is wrong: it cannot be closed, only mended. */
export interface Standing {
  readonly code: Trouble
  /** Why the connection was lost, when that is what is wrong. */
  readonly lost?: LostReason
  /** What a person can do about it with one click. */
  readonly way?: 'connect' | 'sign-in' | 'unlock'
}

/** Everything that stands between the person and a call now. */
export function standingNotices(
  connection: ConnectionSnapshot,
  {
    permission,
    microphoneState,
    isSoundBlocked,
  }: Pick<DeviceList, 'permission' | 'microphoneState' | 'isSoundBlocked'>,
  isSoundLocked: boolean,
  account?: AccountStatus,
): readonly Standing[] {
  const line = lineNotice(connection)
  return [
    // everything stays in sight, but nothing of it can be changed
    ...(account === 'expired' ? [{ code: 'signed-out', way: 'sign-in' } as const] : []),
    ...(line ? [line] : []),
    ...(permission === 'denied' ? [{ code: 'microphone-denied' } as const] : []),
    ...(microphoneState === 'lost' ? [{ code: 'microphone-missing' } as const] : []),
    ...(microphoneState === 'muted' ? [{ code: 'microphone-muted' } as const] : []),
    ...(isSoundLocked || isSoundBlocked ? [{ code: 'sound-blocked', way: 'unlock' } as const] : []),
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
