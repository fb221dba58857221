import type { EndReason } from '@offhook/core'

/** Why a call ended, for the guide; a reason that is not explained here is a compile error. */
export const endReasons: Readonly<Record<EndReason, string>> = {
  'hung-up': 'One side hung up an answered call; `by` says which.',
  cancelled: 'The caller gave up while it rang.',
  declined: 'The person who was called refused.',
  busy: 'The other side is in a call and takes no second one.',
  unanswered: 'It rang, and nobody answered in time.',
  'answered-elsewhere': 'Another device of this person answered. Not a missed call.',
  'declined-elsewhere': 'Another device of this person declined. Not a missed call.',
  transferred: 'You handed the call on, and the other side is gone from this phone.',
  moved: 'The call goes on in another tab or on another device of this person.',
  'not-found': 'The number does not exist.',
  unreachable: 'The number exists, but no device of it is connected.',
  'not-allowed': 'This account may not dial that.',
  incompatible: 'The two sides have no codec or encryption in common.',
  'no-microphone': 'The microphone could not be opened, so the call was not made or not answered.',
  'no-sound': 'The call was answered, but no sound connection could be made.',
  'connection-lost': 'The connection with the exchange was lost and the call with it.',
  'exchange-error': 'The exchange failed (SIP 5xx).',
  failed: 'Anything else; `detail` has what the protocol said.',
}
