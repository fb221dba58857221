import { randomUUID } from 'node:crypto'
import type { ForwardingDecision, ForwardingTarget } from '@offhook/core'
import type { Body } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import type { Line } from '../sip/line.ts'
import { type Attempt, type Diversion, identityOf } from './attempt.ts'
import { type Board, type DeviceToRing, devicesOf, ringGraceMs } from './board.ts'
import { createFork, type Fork } from './fork.ts'
import { callerOf, type Entry, partyOf } from './journal.ts'
import type { Leg } from './leg.ts'
import type { Route } from './office.ts'
import { type Refusal, reasons, refusalReasonOf, situationOf } from './reasons.ts'

/** What comes of looking for somebody who answers. */
export interface HuntEvents {
  ringing(party: Identity, progress: { readonly statusCode: number; readonly body: Body | undefined }): void
  answered(leg: Leg, body: Body | undefined): void
  failed(refusal: Refusal): void
}

/** Whom to look for, and for whom. */
export interface Quarry {
  readonly caller: { readonly person: Person; readonly identity: Identity; readonly line: Line }
  /** Who was dialled. */
  readonly callee: Person
  readonly body?: Body | undefined
  readonly headers?: readonly string[]
  /** Who transfers the call. */
  readonly transferor?: Person
  readonly events: HuntEvents
}

/** A call on its way to somebody who answers it: it rings people, and goes on to where their rules send it. */
export interface Hunt {
  /** Rings the first one; what comes of it may be reported at once. */
  begin(): void
  /** Who is rung now. */
  readonly rung: readonly Person[]
  /** A device of somebody can be reached that may not have been there before: if it is them who are rung, it rings too. */
  join(person: Person): void
  /** Whether one of the devices that ring is this attempt. */
  has(attempt: Attempt): boolean
  /** Stops ringing; nothing is reported any more. What is written of those who were rung says that they missed it. */
  cancel(reason: string | undefined, how: Refusal): void
  /** Stops ringing as another device of who is rung has it; its part in the call, and how it is shown. */
  claim(): Entry | undefined
}

interface Hop {
  readonly person: Person
  /** Absent for who calls themself: the call is one of theirs already. */
  readonly entry: Entry | undefined
}

// nobody means more, and a circle of more is not worth walking
const mostHops = 8

const divertedBecause: Readonly<Record<keyof ForwardingDecision, Diversion['why']>> = {
  atOnce: 'unconditional',
  unreachable: 'unavailable',
  busy: 'user-busy',
  noAnswer: 'no-answer',
}

/** A call that has not set out yet. */
export function createHunt(board: Board, quarry: Quarry): Hunt {
  const { caller, events } = quarry
  const headers = [...(quarry.headers ?? []), sessionId()]
  const hops: Hop[] = []
  const diversions: Diversion[] = []
  const callers = caller.person.isGateway ? 'outside' : 'inside'
  let fork: Fork | undefined
  let isOver = false

  const settle = () => {
    isOver = true
    const rung = hunt.rung
    fork = undefined
    board.touch(rung)
  }
  const fail = (refusal: Refusal) => {
    settle()
    endMissed(hops, refusal)
    events.failed(refusal)
  }

  /** Goes on to where a rule sends the call; without one, or in a circle, it ends with what led there. */
  const forward = (decision: ForwardingDecision, situation: keyof ForwardingDecision, otherwise: Refusal) => {
    const ruled = decision[situation]
    const target = ruled && 'target' in ruled ? ruled.target : ruled
    const by = hops.at(-1)
    if (!target || !by) return fail(otherwise)
    const next = reachedBy(board, target)
    if (!('user' in next)) return fail(next)
    const isCircle = hops.length >= mostHops || [caller.person, ...hops.map(({ person }) => person)].some(isSame(next))
    if (isCircle) return fail(situation === 'atOnce' ? { statusCode: 486, reason: reasons.circle } : otherwise)
    diversions.unshift({ person: by.person, why: divertedBecause[situation] })
    visit(next)
  }

  const visit = (person: Person) => {
    const busy = board.busyness(person)
    const via = [...diversions.map((it) => it.person), ...(quarry.transferor ? [quarry.transferor] : [])]
    // who calls themself is not forwarded, and is busy unless another device of theirs can ring
    const isOwn = isSame(person)(caller.person)
    hops.push({ person, entry: isOwn ? undefined : beginEntry(board, quarry, { person, via }) })
    const route = board.office.routeTo(person, callers)
    const forwarding = isOwn ? {} : route.forwarding
    if (forwarding.atOnce) return forward(forwarding, 'atOnce', { statusCode: 486 })
    if (!isOwn && (busy === 'full' || (busy === 'in-call' && !route.callWaiting))) {
      return forward(forwarding, 'busy', { statusCode: 486, reason: reasons.busy })
    }
    const devices = ringing(person, route)
    const reason = route.ringsMobile ? reasons.noTrunk : undefined
    if (devices.length === 0) return forward(forwarding, 'unreachable', { statusCode: isOwn ? 486 : 480, reason })
    ring(person, devices, forwarding)
  }

  const ringing = (person: Person, route: Route) =>
    devicesOf(board, person, caller.line).filter(({ instance }) => route.rings(instance))

  const ring = (person: Person, devices: readonly DeviceToRing[], forwarding: ForwardingDecision) => {
    const seconds = forwarding.noAnswer?.afterSeconds ?? board.settings.noAnswerSeconds
    // what one device says early cannot be unsaid when another one answers
    const mayMove = hops.length > 1 || Object.keys(forwarding).length > 0
    const { body } = quarry
    fork = createFork(
      devices,
      {
        ...{ from: caller.identity, body, headers, diversions: [...diversions] },
        events: {
          ringing: (progress) =>
            events.ringing(identityOf(person), { ...progress, body: mayMove ? undefined : progress.body }),
          answered: (leg, answer) => {
            leg.entry = take()
            events.answered(leg, answer)
          },
          failed: (refusal) => {
            fork = undefined
            board.touch([person])
            const situation = situationOf(refusal)
            if (situation) forward(forwarding, situation, refusal)
            else fail(refusal)
          },
        },
      },
      { clock: board.clock, dialogs: board.dialogs, noAnswerMs: seconds * 1000, awaitMs: ringGraceMs(board) },
    )
    board.touch([person])
  }

  /** The part of who is rung, who has the call now; the others did not miss it. */
  const take = () => {
    settle()
    for (const { entry } of hops.slice(0, -1)) entry?.end({ kind: 'elsewhere', reason: 'answered-elsewhere' })
    return hops.at(-1)?.entry
  }

  const hunt: Hunt = {
    begin: () => visit(quarry.callee),
    get rung() {
      return fork ? hops.slice(-1).map(({ person }) => person) : []
    },
    join(person) {
      if (!fork || !hunt.rung.some(isSame(person))) return
      const route = board.office.routeTo(person, callers)
      for (const device of ringing(person, route)) fork?.add(device)
    },
    has: (attempt) => fork?.has(attempt) ?? false,
    cancel(reason, how) {
      if (isOver) return
      fork?.cancel(reason)
      settle()
      endMissed(hops, how)
    },
    claim() {
      if (isOver) return undefined
      fork?.cancel(reasons.elsewhere)
      return take()
    },
  }
  return hunt
}

/** Names the call to the devices that are rung (RFC 7989): a page that is loaded anew knows by it that it is the same. */
const sessionId = () => `Session-ID: ${randomUUID().replaceAll('-', '')};remote=${'0'.repeat(32)}`

const isSame = (a: Person) => (b: Person) => a.user === b.user

/** Who a rule sends a call to, or how it ends there. */
function reachedBy({ office }: Board, target: ForwardingTarget): Person | Refusal {
  switch (target.to) {
    case 'colleague':
      return office.people.reachedBy(target.extension) ?? { statusCode: 480, reason: reasons.noTarget }
    case 'system':
      // departments, queues and menus have no numbers here yet
      return { statusCode: 480, reason: reasons.noTarget }
    case 'own-mobile':
    case 'external':
      return { statusCode: 480, reason: reasons.noTrunk }
    case 'voicemail':
      return { statusCode: 480, reason: reasons.noVoicemail }
    case 'busy-tone':
    case 'none':
      return { statusCode: 486, reason: reasons.busy }
  }
}

function beginEntry(
  { journal }: Board,
  { caller }: Quarry,
  { person, via }: { person: Person; via: readonly Person[] },
): Entry {
  const from = callerOf(caller.person, caller.identity)
  return journal.begin(person, { direction: 'incoming', from, to: partyOf(person), via: via.map(partyOf) })
}

/** Only the last one can have declined; the others would have been rung in vain. */
function endMissed(hops: readonly Hop[], refusal: Refusal): void {
  const reason = refusalReasonOf(refusal)
  for (const { entry } of hops) {
    const isDeclined = reason === 'declined' && entry === hops.at(-1)?.entry
    entry?.end({
      kind: isDeclined ? 'declined' : 'missed',
      reason: reason === 'declined' && !isDeclined ? 'unanswered' : reason,
    })
  }
}
