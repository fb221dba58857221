import type { CallEnd } from '@offhook/core'
import { type Inviter, SessionState } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import { deferred } from './deferred.ts'
import { quietly } from './forget.ts'
import type { LegLife, LegWorld } from './leg-life.ts'
import type { Line } from './line.ts'
import { receivesConnection } from './remote-connection.ts'
import type { DialogId, Ticket } from './tickets.ts'

/** A call that is taken up again from the page before this one. */
export interface Resumption {
  /** The dialog of before, while it is not replaced. */
  readonly dialog: DialogId
  /** Resolves when the call goes on here, or is over. */
  readonly done: Promise<void>
  /** Asks the exchange for it; call it each time the socket is connected. */
  attempt(): void
}

// an exchange that keeps calls longer than this is not counted on
const longest = 25_000
const pauseBetween = 1_000
// Asterisk tells who is connected by a re-INVITE of its own right after it; ours must not come at the same time
const quietAfter = 300

// what says that it may be had later: it is being transferred, the exchange is busy, or nothing came back
const temporary: readonly number[] = [408, 480, 491, 500, 503]

/**
 * Takes up a call by INVITE with Replaces (RFC 3891): the exchange puts this session in the place of the one that the page
 * before this one had, and the other side goes on talking.
 */
export function createResumption(world: LegWorld, life: LegLife, { call, dialog }: Ticket): Resumption {
  const { agent, clock } = world
  const settled = deferred<void>()
  let isUnderWay = false
  let isDone = false

  const over = () => {
    isDone = true
    cancel()
  }
  const lost = (code?: number) => {
    const end: CallEnd = { reason: 'connection-lost', by: 'network' }
    over()
    life.finish(code === undefined ? end : { ...end, detail: { code } })
    settled.resolve()
  }
  const cancel = clock.after(longest, () => lost())

  const goOn = (line: Line) => {
    if (isDone || life.isOver()) return quietly(() => line.session.bye())
    life.carry(line)
    over()
    if (call.status !== 'held') return settled.resolve()
    const hold = () => {
      line.media.setHeld(true)
      line.media.setMuted(call.muted)
    }
    // a hold that is refused is told by the next resume; until then nobody hears us
    const again = () =>
      line.negotiation
        .change(hold, () => {})
        .catch(() => {})
        .then(settled.resolve)
    clock.after(quietAfter, () => void again())
  }

  const attempt = () => {
    if (isUnderWay || isDone || life.isOver() || !agent.socket.isConnected()) return
    isUnderWay = true
    const inviter = agent.inviter(world.uri(pickup), [replaces(dialog), receivesConnection])
    world.preempt(inviter.request)
    // an exchange takes a held call off hold when it is replaced: nobody is to hear that
    const wishes = { isHeld: false, isMuted: call.muted || call.status === 'held' }
    const line = life.prepare(inviter, goOn, wishes)
    const failed = (code: number) => {
      isUnderWay = false
      line.media.close()
      if (isDone) return
      if (!temporary.includes(code)) return lost(code)
      clock.after(pauseBetween, attempt)
    }
    invite(inviter, failed)
  }

  return { dialog, done: settled.promise, attempt }
}

// what a pickup is dialled by: it is in every dial plan, and with Replaces it is never looked up
const pickup = { kind: 'internal', dial: '*8', text: '*8' } as const

const replaces = ({ callId, localTag, remoteTag }: DialogId) =>
  `Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`

function invite(inviter: Inviter, failed: (code: number) => void): void {
  let isFailed = false
  const fail = (code: number) => {
    if (isFailed) return
    isFailed = true
    failed(code)
  }
  const refused = ({ message }: IncomingResponse) => fail(message.statusCode ?? 500)
  inviter.stateChange.addListener((state) => {
    // sip.js tells the state before it tells why
    if (state === SessionState.Terminated) queueMicrotask(() => fail(408))
  })
  inviter.invite({ requestDelegate: { onReject: refused, onRedirect: refused } }).catch(() => fail(500))
}
