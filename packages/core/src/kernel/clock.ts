/** The time and the timers a phone lives by; hand in your own to steer time in tests. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Runs `run` once after `ms` milliseconds; the function it returns cancels that. */
  after(ms: number, run: () => void): () => void
}

/** The clock of the machine the phone runs on. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
