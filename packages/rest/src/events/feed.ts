import { type Clock, createStore, OffhookError, type Readable } from '@offhook/core'
import type { ContractEvent } from '../contract/events.ts'
import { isPassing, waitAfter } from '../http/failure.ts'
import { backOff, pause } from '../http/pause.ts'
import { runStream, type StreamWorld } from './stream.ts'

/** Somebody who wants to know everything about something. */
export interface Follower {
  /** Reads everything; what happens meanwhile is told after. Tried again when it rejects with what may pass. */
  read(signal: AbortSignal): Promise<void>
  /** News; where it has to read something first, what happens meanwhile is told after. */
  event(event: ContractEvent, signal: AbortSignal): void | Promise<void>
  /** Nobody is signed in any more: what was theirs is not for whoever comes next. */
  forget?(): void
  /** It could not be read. */
  failed?(error: OffhookError): void
}

/** The news of one person, for all who follow it. */
export interface Feed {
  /** Begins to read and to tell, as soon as somebody is signed in; the function it returns stops that. */
  follow(follower: Follower): () => void
  /** Whether news arrives as it happens. */
  readonly isLive: Readable<boolean>
  /** How far the clock of the server is ahead of that of this side, milliseconds. */
  ahead(): number
  /** Runs while somebody is signed in, until the signal aborts. */
  run(signal: AbortSignal): void
  /** Nobody is signed in any more. */
  forget(): void
}

/** What reads and queues for one follower. */
interface Line {
  /** Reads everything, or begins anew. */
  refresh(signal: AbortSignal): void
  event(event: ContractEvent): void
  forget(): void
}

/** How long one waits for the stream before reading without it. */
const patience = 3_000

/** Makes a feed: one stream for all. */
export function createFeed(world: StreamWorld): Feed {
  const isLive = createStore(false)
  const lines = new Set<Line>()
  let running: AbortSignal | undefined
  /** Whether reading makes sense: the stream stands, or does not come. */
  let isReady = false
  let ahead = 0

  const refreshAll = () => {
    isReady = true
    for (const line of lines) if (running !== undefined) line.refresh(running)
  }

  return {
    isLive,
    ahead: () => ahead,
    follow(follower) {
      const line = createLine(follower, world.clock)
      const stop = new AbortController()
      const mine: Line = {
        ...line,
        refresh: (signal) => line.refresh(AbortSignal.any([signal, stop.signal])),
      }
      lines.add(mine)
      if (isReady && running !== undefined) mine.refresh(running)
      return () => {
        lines.delete(mine)
        stop.abort()
      }
    },
    forget: () => lines.forEach((line) => void line.forget()),
    run(signal) {
      running = signal
      isReady = false
      const impatient = world.clock.after(patience, refreshAll)
      signal.addEventListener('abort', () => {
        impatient()
        if (running !== signal) return
        running = undefined
        isLive.set(false)
      })
      const sink = {
        opened(isContinued: boolean, time = world.clock.now() + ahead) {
          ahead = time - world.clock.now()
          impatient()
          isLive.set(true)
          if (!isContinued) refreshAll()
        },
        event(event: ContractEvent) {
          for (const line of [...lines]) line.event(event)
        },
        lost: () => isLive.set(false),
      }
      void runStream(world, sink, signal)
    },
  }
}

function createLine(follower: Follower, clock: Clock): Line {
  // what is told while something is read; undefined while nothing is
  let queue: ContractEvent[] | undefined
  let life: AbortSignal | undefined
  let turn = 0

  const tell = (event: ContractEvent) => {
    if (queue !== undefined || life === undefined) return void queue?.push(event)
    if (life.aborted) return
    const reading = follower.event(event, life)
    if (reading === undefined) return
    const mine = turn
    queue = []
    reading.then(
      () => void (mine === turn && flush()),
      () => void (mine === turn && refresh()),
    )
  }
  const flush = () => {
    const waiting = queue ?? []
    queue = undefined
    waiting.forEach(tell)
  }

  /** Reads everything; gives undefined when that was done, or is of no use, and else how long to wait. */
  const read = async (signal: AbortSignal, attempt: number): Promise<number | undefined> => {
    queue = []
    try {
      await follower.read(signal)
    } catch (thrown) {
      if (signal.aborted) return undefined
      const error = thrown instanceof OffhookError ? thrown : new OffhookError('refused', { cause: thrown })
      follower.failed?.(error)
      if (isPassing(error)) return Math.max(waitAfter(error), backOff(attempt, 1_000, 60_000))
    }
    return undefined
  }

  const refresh = async () => {
    const mine = ++turn
    // what was begun before is overtaken
    overtaken.abort()
    overtaken = new AbortController()
    const { signal } = overtaken
    for (let attempt = 0; life !== undefined && !life.aborted; attempt++) {
      const wait = await read(AbortSignal.any([life, signal]), attempt)
      if (mine !== turn) return
      if (wait === undefined) return flush()
      await pause(clock, wait, life).catch(() => {})
      if (mine !== turn) return
    }
  }
  let overtaken = new AbortController()

  return {
    refresh(signal) {
      life = signal
      void refresh()
    },
    event: tell,
    forget: () => follower.forget?.(),
  }
}
