import { type DialOptions, type DialTarget, OffhookError } from '@offhook/core'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import { isSdp } from './description.ts'
import { endOfRefused } from './end-reasons.ts'
import { assertedParty } from './identity.ts'
import type { LegLife, LegWorld } from './leg-life.ts'
import type { Line } from './line.ts'
import { receivesConnection } from './remote-connection.ts'

/** What to dial, and how digits are sent to it. */
export interface Dialling {
  readonly target: DialTarget
  readonly options: DialOptions
  sendDigits(digits: string): Promise<void>
}

/** Dials: rejects when the call cannot leave; what becomes of it afterwards is news. */
export async function dial(world: LegWorld, life: LegLife, { target, options, sendDigits }: Dialling): Promise<void> {
  const { agent, signal } = world
  try {
    if (!agent.socket.isConnected()) throw new OffhookError('offline')
    const inviter = agent.inviter(world.uri(target), [receivesConnection, ...identityHeaders(world, options.callerId)])
    world.preempt(inviter.request)
    const line = life.prepare(inviter, ({ media }) => {
      media.step('answered')
      signal({ type: 'connected' })
      // the other side needs a moment before it listens
      if (target.extension !== undefined) sendDigits(`,${target.extension}`).catch(() => {})
    })
    life.carry(line)
    await life.silently(() => inviter.invite({ requestDelegate: outcome(world, line) }).then(() => {}))
    line.media.step('sent')
  } catch (error) {
    // the rejection itself tells the app, unless it is over already
    if (life.isOver()) return
    life.forget()
    throw error
  }
}

function identityHeaders(world: LegWorld, callerId: string | undefined): string[] {
  if (callerId === undefined) return []
  if (!/^[+\w.*-]{1,64}$/.test(callerId)) throw new OffhookError('bad-option', { message: 'callerId: not a number.' })
  return [`P-Asserted-Identity: <${world.uri({ kind: 'internal', dial: callerId, text: callerId })}>`]
}

/** What the answers to an INVITE say. */
export function outcome({ signal }: LegWorld, { media, because, keeping }: Line) {
  let earlyMedia = false
  const identify = ({ message }: IncomingResponse) => {
    keeping.heard(message)
    const remote = assertedParty(message)
    if (remote !== undefined) signal({ type: 'remote', remote })
  }
  return {
    onProgress(response: IncomingResponse) {
      const { message } = response
      media.step('ringing')
      identify(response)
      // early sound that has begun goes on, whatever is said after it
      earlyMedia ||= message.body !== '' && isSdp(message.getHeader('Content-Type') ?? '')
      signal({ type: 'alerting', earlyMedia })
    },
    onAccept: identify,
    onReject({ message }: IncomingResponse) {
      // sip.js makes up a 408 or 503 when nothing came back or could be sent: those have come from nowhere
      const isMadeUp = !message.hasHeader('Via')
      because(
        isMadeUp
          ? { reason: 'connection-lost', by: 'network' }
          : endOfRefused(message.statusCode ?? 500, message.reasonPhrase ?? '', message.getHeaders('Reason')),
      )
    },
    onRedirect({ message }: IncomingResponse) {
      because({ reason: 'unreachable', by: 'network', detail: { code: message.statusCode ?? 302 } })
    },
  }
}
