import type { Clock } from '../kernel/clock.ts'
import { merged } from './merge.ts'
import { type Segment, segmentOf } from './segment.ts'

/** Segments, few of them however many were added: they are merged in the background. */
export interface Segments {
  all(): readonly Segment[]
  add(segment: Segment): void
  /** Some of what is in them is gone. */
  thinned(): void
  /** Forgets them all, and what is still to be done. */
  clear(): void
  /** Stops what is still to be done. */
  close(): void
}

/** So few are merged on the spot; more are merged in the background, some milliseconds at a time. */
const fewest = 512

/** Keeps segments; `size` tells how many contacts in them are not gone. */
export function createSegments(clock: Clock, size: () => number): Segments {
  let segments: readonly Segment[] = []
  let pause: (() => void) | undefined

  const replace = (old: readonly Segment[], next: Segment) => {
    segments = [...segments.filter((segment) => !old.includes(segment)), next].sort(bySize)
  }
  const work = (pair: Pair, merging: Generator<undefined, Segment>) => {
    pause = undefined
    const { done, value } = merging.next()
    if (done) replace(pair, value)
    if (done) tidy()
    else pause = clock.after(0, () => work(pair, merging))
  }
  const tidy = () => {
    if (pause !== undefined) return
    for (let pair = nextPair(segments, size()); pair !== undefined; pair = nextPair(segments, size())) {
      const merging = merged(...pair)
      if (sizeOf(pair[0]) + sizeOf(pair[1]) > fewest) {
        pause = clock.after(0, () => work(pair, merging))
        return
      }
      replace(pair, finished(merging))
    }
  }
  const close = () => {
    pause?.()
    pause = undefined
  }

  return {
    all: () => segments,
    add(segment) {
      replace([], segment)
      tidy()
    },
    thinned: tidy,
    clear() {
      close()
      segments = []
    },
    close,
  }
}

type Pair = readonly [Segment, Segment]

const sizeOf = ({ entries }: Segment) => entries.length
const bySize = (a: Segment, b: Segment) => sizeOf(a) - sizeOf(b)

/** What is to be merged next, smallest first: two of about one size, or the largest when half of all is gone. */
function nextPair(segments: readonly Segment[], size: number): Pair | undefined {
  for (const [at, segment] of segments.entries()) {
    const next = segments[at + 1]
    if (next !== undefined && sizeOf(next) < 2 * sizeOf(segment)) return [segment, next]
  }
  const total = segments.reduce((sum, segment) => sum + sizeOf(segment), 0)
  const largest = segments.at(-1)
  if (largest === undefined || total <= 2 * size + fewest) return undefined
  return [segmentOf([], () => []), largest]
}

function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
