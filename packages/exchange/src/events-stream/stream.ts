import type { ServerResponse } from 'node:http'
import type { Contact } from '@offhook/core'
import type { Who } from '../api/handler.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/problem.ts'
import type { StoreEvent } from '../store/events/outbox.ts'
import type { Store } from '../store/store.ts'
import { createPipe } from './pipe.ts'
import { contentOf, type Reader, written, writtenFor } from './wire.ts'

/** What event streams stand on. */
export interface StreamWorld {
  readonly store: Store
  readonly clock: Clock
}

/** What a stream is opened with. */
export interface StreamOptions {
  readonly who: Who
  /** What the reader had last (Last-Event-ID). */
  readonly lastId: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Everybody who reads a stream of events. */
export interface Streams {
  /** Writes to the response until either side has enough; throws `too-many`. */
  open(response: ServerResponse, options: StreamOptions): Promise<void>
  /** Ends every stream. */
  close(): void
}

// every so many heartbeats it is looked whether the session still stands
const beatsPerLook = 4
const mostPerPerson = 50

/** Streams that nobody reads yet. */
export function createStreams(world: StreamWorld): Streams {
  const open = new Map<() => void, string>()
  return {
    async open(response, options) {
      const { id } = options.who
      if ([...open.values()].filter((person) => person === id).length >= mostPerPerson) {
        throw new Refusal('too-many', { detail: `At most ${mostPerPerson} streams of one person.`, retryAfter: 60 })
      }
      const favourites = new Set(await world.store.contactsOf(options.who).favourites())
      const end = begin(world, response, { ...options, favourites })
      open.set(end, id)
      response.once('close', () => {
        end()
        open.delete(end)
      })
    },
    close() {
      for (const end of [...open.keys()]) end()
      open.clear()
    },
  }
}

/** Writes events to a response; the function it gives ends that. */
function begin(
  { store, clock }: StreamWorld,
  response: ServerResponse,
  { who, lastId, headers, favourites }: StreamOptions & { readonly favourites: Set<string> },
): () => void {
  const reader = { role: who.role, favourites }
  let stopFollowing = () => {}
  /** A session may end in ways that nobody tells: by its age, or on another day. */
  const look = async () => {
    if (!(await store.sessions.get(who.session))) end()
  }
  const pipe = createPipe(response, clock, (count) => {
    if (count % beatsPerLook === 0) void look().catch(() => {})
  })
  const end = () => {
    stopFollowing()
    pipe.end()
  }
  const tell = (event: StoreEvent) => {
    if (event.type === 'session.ended' && event.subject !== who.session) return
    learn(event, reader)
    pipe.write(writtenFor(event, reader))
    if (event.type === 'session.ended') end()
  }
  const bare = (type: 'stream.opened' | 'stream.reset') => (id: number) =>
    pipe.write(written({ id, type, at: clock.now(), data: {} }))

  response.writeHead(200, { ...streamHeaders, ...headers })
  response.socket?.setNoDelay(true)
  const sink = { opened: bare('stream.opened'), event: tell, reset: bare('stream.reset') }
  stopFollowing = store.events.follow(who.id, sink, { after: positionOf(lastId) })
  return end
}

const streamHeaders = {
  ...{ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  'X-Content-Type-Options': 'nosniff',
}

/** Keeps in mind what changes how others are shown to this reader. */
function learn(event: StoreEvent, reader: { -readonly [Key in keyof Reader]: Reader[Key] }): void {
  const { value } = contentOf(event)
  if (event.type === 'profile.updated') {
    reader.role = Object(value).role === 'admin' ? 'admin' : 'person'
  } else if (event.type === 'contact.updated' && event.person !== undefined) {
    // it was put there as a contact
    const { uid, favourite } = value as Contact
    if (favourite) reader.favourites.add(uid)
    else reader.favourites.delete(uid)
  }
}

/** After which event; what is no id of ours is one so old that everything is read anew. */
function positionOf(lastId: string | undefined): number | undefined {
  if (lastId === undefined || lastId === '') return undefined
  return /^\d{1,15}$/.test(lastId) ? Number(lastId) : 0
}
