import type { Call, CallStatus, Calls, Readable } from '@offhook/core'
import { createStore } from '@offhook/core'

/** How strongly a call asks to be the one in sight; the one that is being taken comes first. */
const claims: Readonly<Record<CallStatus, number>> = {
  ...{ resuming: 4, answering: 4 },
  ...{ connected: 3, dialing: 3, alerting: 3 },
  ...{ holding: 2, transferring: 2 },
  ...{ held: 1, ending: 1 },
  ...{ ringing: 0, ended: 0 },
}

const claimOf = (call: Call) => claims[call.getSnapshot().status]

/** The call to show after `before`: the one with the strongest claim; where claims are equal nothing moves. */
function nextShown(before: Call | undefined, calls: readonly Call[]): Call | undefined {
  const strongest = Math.max(1, ...calls.map(claimOf))
  const candidates = calls.filter((call) => claimOf(call) === strongest)
  return before !== undefined && candidates.includes(before) ? before : candidates.at(-1)
}

/** The call in sight, as something to read, and what stops the watching. */
export interface Shown extends Readable<Call | undefined> {
  close(): void
}

/** Follows the calls and keeps the one in sight. */
export function followShown(calls: Calls): Shown {
  const store = createStore<Call | undefined>(undefined)
  const watched = new Map<Call, () => void>()
  const look = () => store.set(nextShown(store.getSnapshot(), calls.getSnapshot().all))
  const follow = () => {
    const { all } = calls.getSnapshot()
    for (const call of all) if (!watched.has(call)) watched.set(call, call.subscribe(look))
    for (const [call, stop] of watched) {
      if (all.includes(call)) continue
      stop()
      watched.delete(call)
    }
    look()
  }
  const stopCalls = calls.subscribe(follow)
  follow()
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    close() {
      stopCalls()
      for (const stop of watched.values()) stop()
    },
  }
}
