import type { Body } from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import type { Line } from '../sip/line.ts'
import { type Attempt, createAttempt, type Destination, type Invitation } from './attempt.ts'
import type { Dialogs } from './dialogs.ts'
import type { Leg } from './leg.ts'
import { asHeard, mostTelling, type Refusal, reasons, speaksForAll } from './reasons.ts'

/** What comes of ringing a person. */
export interface ForkEvents {
  ringing(progress: { readonly statusCode: number; readonly body: Body | undefined }): void
  answered(leg: Leg, body: Body | undefined): void
  failed(refusal: Refusal): void
}

/** Several devices that ring at once for one call (RFC 3261, section 16.7); the first to answer has it. */
export interface Fork {
  /** Whether one of its devices is this attempt. */
  has(attempt: Attempt): boolean
  /** Rings a further device; one that was rung already is left alone. */
  add(destination: Destination): void
  /** Takes every INVITE back; nothing is reported any more. */
  cancel(reason?: string): void
}

/** What a fork needs from outside. */
export interface ForkOptions {
  readonly clock: Clock
  readonly dialogs: Dialogs
  readonly noAnswerMs: number
  /** How long a device is waited for whose socket went while it rang; default not at all. */
  readonly awaitMs?: number
}

/** Rings these devices until one answers, all refuse, one refuses for all, or the time is up. */
export function createFork(
  destinations: readonly Destination[],
  invitation: Invitation & { readonly events: ForkEvents },
  { clock, dialogs, noAnswerMs, awaitMs = 0 }: ForkOptions,
): Fork {
  const { events } = invitation
  const open = new Set<Attempt>()
  const awaited = new Set<() => void>()
  const rung = new Set<Line>()
  const refusals: Refusal[] = []
  let over = false

  const finish = (reasonForOthers: string | undefined) => {
    over = true
    stopWaiting()
    stopAwaiting()
    for (const attempt of open) attempt.cancel(reasonForOthers)
    open.clear()
  }
  const stopAwaiting = () => {
    for (const cancel of awaited) cancel()
    awaited.clear()
  }
  const stopWaiting = clock.after(noAnswerMs, () => {
    finish(reasons.noAnswer)
    events.failed({ statusCode: 480, reason: reasons.noAnswer })
  })

  const refused = (attempt: Attempt | undefined, refusal: Refusal) => {
    if (attempt) open.delete(attempt)
    refusals.push(asHeard(refusal.statusCode, refusal.reason))
    const forAll = speaksForAll(refusal.statusCode)
    if (over || (open.size + awaited.size > 0 && !forAll)) return
    finish(reasons.declinedElsewhere)
    events.failed(forAll ? refusal : mostTelling(refusals))
  }

  /** A page that is loaded anew is gone for a moment, and rings again when it is back. */
  const lost = (attempt: Attempt) => {
    open.delete(attempt)
    const giveUp = () => {
      awaited.delete(cancel)
      refused(undefined, { statusCode: 480, reason: reasons.connectionLost })
    }
    let cancel = () => {}
    if (awaitMs === 0) return giveUp()
    cancel = clock.after(awaitMs, giveUp)
    awaited.add(cancel)
  }

  const start = (destination: Destination) => {
    rung.add(destination.line)
    const attempt: Attempt = createAttempt(destination, invitation, {
      dialogs,
      events: {
        // with several devices an early answer of one would shut out the others
        ringing: ({ statusCode, body }) => events.ringing({ statusCode, body: rung.size === 1 ? body : undefined }),
        answered: (leg, body) => {
          open.delete(attempt)
          finish(reasons.elsewhere)
          events.answered(leg, body)
        },
        refused: (refusal) => refused(attempt, refusal),
        lost: () => lost(attempt),
      },
    })
    open.add(attempt)
  }
  const tryToStart = (destination: Destination) => {
    try {
      start(destination)
    } catch {
      // nobody has heard of this fork yet
      queueMicrotask(() => {
        if (!over) refused(undefined, { statusCode: 480 })
      })
    }
  }
  for (const destination of destinations) tryToStart(destination)

  return {
    has: (attempt) => open.has(attempt),
    add(destination) {
      if (over || rung.has(destination.line)) return
      tryToStart(destination)
      // who was waited for is taken to be there again
      stopAwaiting()
    },
    cancel: (reason) => {
      if (!over) finish(reason)
    },
  }
}
