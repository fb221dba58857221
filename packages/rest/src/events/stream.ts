import { type Clock, OffhookError } from '@offhook/core'
import * as z from 'zod/mini'
import { type ContractEvent, Event, type EventType, eventData, eventRoutes } from '../contract/events.ts'
import { jsonOf, waitAfter } from '../http/failure.ts'
import type { Http } from '../http/http.ts'
import { backOff, pause } from '../http/pause.ts'
import { createParser, type Message } from './parser.ts'

/** Where the news of the one stream goes. */
export interface StreamSink {
  /** The stream stands; `isContinued`: nothing was missed since the last time it stood; `time`: by the clock of the server. */
  opened(isContinued: boolean, time?: number): void
  event(event: ContractEvent): void
  /** The stream is down; it comes back by itself. */
  lost(): void
}

/** What the stream needs. */
export interface StreamWorld {
  readonly http: Http
  readonly clock: Clock
  /** Calls back when it is worth trying at once: the network is there again, or somebody looks at the page. */
  readonly wake: (listener: () => void) => () => void
}

const firstWait = 500
const longestWait = 30_000
/** Without a sign of life for so long, the other side is gone; an exchange sends a comment every 15 seconds. */
const silence = 45_000
/** Somebody who comes back to a page does not wait for that. */
const doubt = 20_000
const steady = 10_000
/** For an answer to begin. */
const patience = 15_000

/** Keeps the event stream open until the signal aborts, and goes on where it was. */
export async function runStream(world: StreamWorld, sink: StreamSink, signal: AbortSignal): Promise<void> {
  const place: Place = { lastId: undefined, firstWait }
  for (let turn = 0; !signal.aborted; turn++) {
    const begun = world.clock.now()
    const retryAfter = await readOnce(world, place, signal, sink).then(() => 0, waitAfter)
    if (signal.aborted) return
    sink.lost()
    // one that stood for a while was good; one that is closed at once is not worth hurrying for
    if (world.clock.now() - begun > steady) turn = 0
    await waitToTryAgain(world, Math.max(retryAfter, backOff(turn, place.firstWait, longestWait)), retryAfter, signal)
  }
}

/** Where the stream is. */
interface Place {
  lastId: string | undefined
  firstWait: number
}

/** Waits; a reason to try at once ends that, but not before the server wants to be asked again. */
async function waitToTryAgain({ clock, wake }: StreamWorld, ms: number, least: number, signal: AbortSignal) {
  const early = new AbortController()
  const begun = clock.now()
  const stop = wake(() => {
    if (clock.now() - begun >= least) early.abort()
  })
  await pause(clock, ms, AbortSignal.any([signal, early.signal])).catch(() => {})
  stop()
}

/** Reads one connection to its end. */
async function readOnce({ http, clock, wake }: StreamWorld, place: Place, signal: AbortSignal, sink: StreamSink) {
  const gone = new AbortController()
  const both = AbortSignal.any([signal, gone.signal])
  const give = () => gone.abort(new OffhookError('timeout'))
  let heardAt = clock.now()
  let watch = clock.after(patience, give)
  const heard = () => {
    heardAt = clock.now()
    watch()
    watch = clock.after(silence, give)
  }
  const stopWaking = wake(() => {
    if (clock.now() - heardAt > doubt) give()
  })
  try {
    const headers = { Accept: 'text/event-stream', ...(place.lastId && { 'Last-Event-ID': place.lastId }) }
    const { body } = await http.open(eventRoutes.events, headers, both)
    const read = createParser({
      message: createReader(place, sink),
      retry: (ms) => {
        place.firstWait = Math.min(ms, longestWait)
      },
    })
    for await (const text of textOf(body, both)) {
      heard()
      read(text)
    }
  } finally {
    watch()
    stopWaking()
    gone.abort()
  }
}

/** What arrives, as text; a stream that is not asked any more is given back. */
async function* textOf(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  const abort = () => void reader?.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Makes of messages what they say; what cannot be read was missed, and everything is read anew. */
function createReader(place: Place, sink: StreamSink): (message: Message) => void {
  let isOpen = false
  const opened = (isContinued: boolean, time?: number) => {
    isOpen = true
    sink.opened(isContinued, time)
  }
  return ({ id, data }) => {
    const event = eventOf(data)
    const isContinued = place.lastId !== undefined
    if (id !== '') place.lastId = id
    if (event === 'unreadable') return opened(false)
    if (event?.type === 'stream.reset') return opened(false, event.time)
    if (event?.type === 'stream.opened') return opened(isContinued, event.time)
    // the first event says that it is open, whatever it is
    if (!isOpen) opened(isContinued)
    if (event !== undefined) sink.event(event)
  }
}

/** The event of a message; undefined when its type is from a later day. */
function eventOf(data: string): ContractEvent | 'unreadable' | undefined {
  const envelope = z.safeParse(Event, jsonOf(data))
  if (!envelope.success) return 'unreadable'
  const { type } = envelope.data
  if (!isKnown(type)) return undefined
  const content = z.safeParse(eventData[type], envelope.data.data)
  // the schema was looked up by the type, so that they belong together
  return content.success ? ({ ...envelope.data, type, data: content.data } as ContractEvent) : 'unreadable'
}

const isKnown = (type: string): type is EventType => Object.hasOwn(eventData, type)
