import { type CallEnd, OffhookError, type TransferProgress, type TransferTarget } from '@offhook/core'
import { type Session, SessionState } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import type { LegLife, LegWorld } from './leg-life.ts'

/** What a call ends by when its other side was handed to somebody else. */
export const handedOver: CallEnd = { reason: 'transferred', by: 'me' }

/** Puts the other side on hold or takes it off; true once the other side agrees. */
export async function hold({ signal }: LegWorld, life: LegLife, isHeld: boolean): Promise<void> {
  const { negotiation, media } = life.current()
  await negotiation.change(
    () => media.setHeld(isHeld),
    () => media.setHeld(!isHeld),
  )
  signal({ type: isHeld ? 'held' : 'resumed' })
}

/** Silences the microphone, or gives it its voice again. */
export function mute({ signal }: LegWorld, life: LegLife, muted: boolean): void {
  life.current().media.setMuted(muted)
  signal({ type: 'muted', muted })
}

/** Ends the call, answered or not. */
export function hangUp(life: LegLife): void {
  const { session } = life.current()
  if (session.state === SessionState.Established) life.hangUpAs({ reason: 'hung-up', by: 'me' })
  else life.giveUpAs({ reason: 'reject' in session ? 'hung-up' : 'cancelled', by: 'me' })
}

/** Hands the other side over; a failure leaves the call as it was. */
export async function transfer(world: LegWorld, life: LegLife, to: TransferTarget): Promise<void> {
  const { signal } = world
  const { transfers } = life.current()
  const progress = (step: TransferProgress) => signal({ type: 'transfer-progress', progress: step })
  const other = to.kind === 'call' ? world.other(to.id) : undefined
  const target = to.kind === 'number' ? world.uri(to.target) : other?.session()
  if (target === undefined) throw new OffhookError('transfer-failed', { message: 'The other call is over.' })
  other?.handOver('asked')
  try {
    await transfers.refer(target, progress)
  } catch (error) {
    other?.handOver('kept')
    throw error
  }
  other?.handOver('given')
  signal({ type: 'transferred' })
  // the exchange leaves it to us to end the call that was handed over
  life.hangUpAs(handedOver)
}

/** Sends one digit by INFO; resolves when the other side took it. */
export function sendInfo(session: Session, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = ({ message }: IncomingResponse) =>
      reject(new OffhookError('refused', { message: `The other side takes no digits (${message.statusCode}).` }))
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content }
    const requestDelegate = { onAccept: () => resolve(), onReject: refused, onRedirect: refused }
    session.info({ requestOptions: { body }, requestDelegate }).catch(reject)
  })
}
