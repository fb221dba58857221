import type { Clock } from '../../kernel/clock.ts'

/** How long a message is under way: a number of milliseconds, or a function that gives one for each message. */
export type Latency = number | (() => number)

/** One direction between a device and the exchange: what is sent arrives later, and in the order it was sent. */
export interface Lane {
  /** Brings a message; `lost` runs instead when the lane is emptied before it arrived. */
  send(arrive: () => void, lost?: () => void): void
  /** Lets nothing arrive until `resume`; what is under way waits. */
  pause(): void
  resume(): void
  /** Loses what is under way. */
  empty(): void
}

/** Makes a lane; without a latency each message arrives in the next microtask. */
export function createLane(clock: Clock, latency?: Latency): Lane {
  let queue: { arrive: () => void; lost: () => void }[] = []
  let isOpen = true
  let lastDue = 0

  const next = () => {
    // each message has its own timer and each timer brings the oldest message: nothing overtakes
    if (isOpen) queue.shift()?.arrive()
  }
  const schedule = () => {
    if (latency === undefined) return void Promise.resolve().then(next)
    const ms = typeof latency === 'number' ? latency : latency()
    lastDue = Math.max(lastDue, clock.now() + ms)
    clock.after(lastDue - clock.now(), next)
  }

  return {
    send(arrive, lost = () => {}) {
      queue.push({ arrive, lost })
      schedule()
    },
    pause() {
      isOpen = false
    },
    resume() {
      isOpen = true
      for (const _ of queue) schedule()
    },
    empty() {
      const dropped = queue
      queue = []
      for (const { lost } of dropped) lost()
    },
  }
}
