import type { Clock } from '@offhook/core'

// a page that is only busy has answered by then
const patience = 4_000
// a timer that comes much later than it was set says that it was this page that slept
const oversleep = 1_000

/** How long what was asked is worth doing: whoever asked gives up later than that. */
export const worthDoing = 3_000

/** Runs `run` when an answer of another tab has taken too long; the function it returns says that it came. */
export function whenSilent(clock: Clock, run: () => void): () => void {
  let cancel = () => {}
  const wait = () => {
    const due = clock.now() + patience
    cancel = clock.after(patience, () => (clock.now() - due > oversleep ? wait() : run()))
  }
  wait()
  return () => cancel()
}
