import type { CallEnd } from '@offhook/core'
import { type Inviter, SessionState } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import { deferred } from './deferred.ts'
import { quietly } from './forget.ts'
import type { DialogId, Kept } from './kept.ts'
import type { LegLife, LegWorld } from './leg-life.ts'
import type { Line } from './line.ts'
import { outcome } from './outgoing.ts'
import { receivesConnection } from './remote-connection.ts'

/** A call that is taken up again: from the page before this one, or on another socket while it only rings there. */
export interface Resumption {
  /** What the exchange keeps of it; undefined once it goes on here, or is over. */
  kept(): Kept | undefined
  /** Resolves when the call goes on here, or is over. */
  readonly done: Promise<void>
  /** Asks the exchange for it; call it each time the socket is connected. */
  attempt(): void
}

/** What to take up, and how it was. */
export interface Resumable extends Kept {
  readonly dialog: DialogId
  /** `alerting`: it rings at the other side. */
  readonly status: 'alerting' | 'connected' | 'held'
  readonly muted: boolean
}

// an exchange that does not say how long it keeps calls is not counted on for longer
const longest = 25_000
const pauseBetween = 1_000
// Asterisk tells who is connected by a re-INVITE of its own right after it; ours must not come at the same time
const quietAfter = 300

// what says that it may be had later: it is being transferred, the exchange is busy, or nothing came back
const temporary: readonly number[] = [408, 480, 491, 500, 503]
const unreachable = 480

/**
 * Takes up a call by INVITE with Replaces (RFC 3891): the exchange puts this session in the place of the one that was
 * there before, and the other side goes on talking, or ringing.
 */
export function createResumption(world: LegWorld, life: LegLife, wanted: Resumable): Resumption {
  const { agent, clock, signal } = world
  const { dialog, status, muted, keptFor = longest } = wanted
  const isAlerting = status === 'alerting'
  const settled = deferred<void>()
  let isUnderWay = false
  let isDone = false

  const over = () => {
    isDone = true
    cancel()
  }
  const lost = (how: CallEnd) => {
    over()
    life.finish(how)
    settled.resolve()
  }
  const cancel = clock.after(keptFor, () => lost(gone()))

  const goOn = (line: Line) => {
    if ((isDone && life.line() !== line) || life.isOver()) return quietly(() => line.session.bye())
    life.carry(line)
    over()
    if (isAlerting) {
      line.media.step('answered')
      signal({ type: 'connected' })
    }
    if (status !== 'held') return settled.resolve()
    const hold = () => {
      line.media.setHeld(true)
      line.media.setMuted(muted)
    }
    // a hold that is refused is told by the next resume; until then nobody hears us
    const again = () =>
      line.negotiation
        .change(hold, () => {})
        .catch(() => {})
        .then(settled.resolve)
    clock.after(quietAfter, () => void again())
  }

  /** It rings on, and is ours again. */
  const ringOn = (line: Line) => {
    if (isDone) return
    life.carry(line)
    over()
    settled.resolve()
  }

  const attempt = () => {
    if (isUnderWay || isDone || life.isOver() || !agent.socket.isConnected()) return
    isUnderWay = true
    const inviter = agent.inviter(world.uri(pickup), [replaces(dialog), receivesConnection])
    world.preempt(inviter.request)
    // an exchange takes a held call off hold when it is replaced: nobody is to hear that
    const line = life.prepare(inviter, goOn, { isHeld: false, isMuted: muted || status === 'held' })
    const failed = (code: number) => {
      isUnderWay = false
      line.media.close()
      if (isDone) return
      // a call that rings was refused by who was called
      if (!temporary.includes(code) || (isAlerting && code === unreachable))
        return lost(isAlerting ? line.end() : gone(code))
      clock.after(pauseBetween, attempt)
    }
    const told = outcome(world, line)
    invite(inviter, {
      ...told,
      failed,
      onProgress(response) {
        if (!isAlerting) return
        ringOn(line)
        told.onProgress(response)
      },
    })
  }

  return { kept: () => (isDone ? undefined : wanted), done: settled.promise, attempt }
}

const gone = (code?: number): CallEnd => ({
  ...{ reason: 'connection-lost', by: 'network' },
  ...(code !== undefined && { detail: { code } }),
})

// what a pickup is dialled by: it is in every dial plan, and with Replaces it is never looked up
const pickup = { kind: 'internal', dial: '*8', text: '*8' } as const

const replaces = ({ callId, localTag, remoteTag }: DialogId) =>
  `Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`

type Told = ReturnType<typeof outcome> & { failed(code: number): void }

function invite(inviter: Inviter, { failed, ...told }: Told): void {
  let isFailed = false
  const fail = (code: number) => {
    if (isFailed) return
    isFailed = true
    failed(code)
  }
  const onReject = (response: IncomingResponse) => {
    told.onReject(response)
    fail(response.message.statusCode ?? 500)
  }
  const onRedirect = (response: IncomingResponse) => {
    told.onRedirect(response)
    fail(response.message.statusCode ?? 500)
  }
  inviter.stateChange.addListener((state) => {
    // sip.js tells the state before it tells why
    if (state === SessionState.Terminated) queueMicrotask(() => fail(408))
  })
  inviter.invite({ requestDelegate: { ...told, onReject, onRedirect } }).catch(() => fail(500))
}
