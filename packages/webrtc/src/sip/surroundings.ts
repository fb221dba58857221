import type { Clock } from '@offhook/core'

/** What a page notices of the machine it runs on. */
export interface Surroundings {
  /** There is a network again after there was none: addresses may be others. */
  moved(): void
  /** The page was away, asleep or hidden: what was open then may be gone. */
  woke(): void
}

const every = 5_000
// a timer that comes this much too late was asleep with its machine
const slack = 10_000

/** Tells what happens around the page until stopped; outside a page only sleep is noticed. */
export function watchSurroundings(clock: Clock, { moved, woke }: Surroundings): () => void {
  const stops = [watchSleep(clock, woke)]
  const on = (target: EventTarget | undefined, name: string, run: (event: Event) => void) => {
    if (target === undefined) return
    target.addEventListener(name, run)
    stops.push(() => target.removeEventListener(name, run))
  }
  const { window, document } = globalThis as Partial<typeof globalThis>
  on(window, 'online', moved)
  // a page that comes back from the cache, or that was frozen (Page Lifecycle)
  on(window, 'pageshow', (event) => 'persisted' in event && event.persisted === true && woke())
  on(document, 'resume', woke)
  on(document, 'visibilitychange', () => document?.visibilityState === 'visible' && woke())
  return () => {
    for (const stop of stops) stop()
  }
}

function watchSleep(clock: Clock, woke: () => void): () => void {
  let cancel = () => {}
  const look = (due: number) => {
    if (clock.now() - due > slack) woke()
    next()
  }
  const next = () => {
    const due = clock.now() + every
    cancel = clock.after(every, () => look(due))
  }
  next()
  return () => cancel()
}
