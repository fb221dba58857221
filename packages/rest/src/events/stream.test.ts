import { expect, test } from 'vitest'
import { createHttp } from '../http/http.ts'
import { createFakeServer } from '../testing/fake-server.fixture.ts'
import { runStream } from './stream.ts'

const time = '2026-11-23T09:00:00.000Z'
const written = (id: number, type: string, data: object) =>
  `id: ${id}\r\nevent: ${type}\r\ndata: ${JSON.stringify({ id: String(id), type, time, data })}\r\n\r\n`
const removed = [11, 12, 15, 16].map((id) => written(id, 'presence.removed', { id: `Ö電🎧-${id}` }))
const ids = ['Ö電🎧-11', 'Ö電🎧-12', 'Ö電🎧-15', 'Ö電🎧-16']

/** What a stream that began at 10 has to say to whom had `lastId`. */
function toldAfter(lastId: string | null): Uint8Array {
  const from = Number(lastId ?? 10)
  const missed = removed.filter((text) => Number(/^id: (\d+)/.exec(text)?.[1]) > from)
  return new TextEncoder().encode(`${written(from, 'stream.opened', {})}:\n\n${missed.join('')}`)
}

/** Reads a stream whose first connection breaks after so many bytes, or at none; in what order it is told. */
async function readBroken(bytes: number, way: 'end' | 'break'): Promise<readonly string[]> {
  const server = createFakeServer()
  const told: string[] = []
  let connections = 0
  server.on('GET /v1/events', ({ headers, init }) => {
    const all = toldAfter(headers.get('last-event-id'))
    const isFirst = connections++ === 0
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (!isFirst) {
        controller.enqueue(all)
        return init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason))
      }
      // in two pieces, so that what is read begins in the middle too
      controller.enqueue(all.slice(0, bytes >> 1))
      controller.enqueue(all.slice(bytes >> 1, bytes))
      if (way === 'end') return controller.close()
      setTimeout(() => controller.error(new TypeError('terminated')), 0)
    }
    return new Response(new ReadableStream({ start }))
  })
  const http = createHttp({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, timeout: 1_000, hasCookie: false },
    ...{ token: async () => 'opaque', over: () => {}, era: () => 1 },
  })
  const stop = new AbortController()
  const sink = {
    opened: (isContinued: boolean) => void (isContinued || told.push('everything')),
    event: (event: { readonly type: string; readonly data: unknown }) => void told.push(String(Object(event.data).id)),
    lost: () => {},
  }
  const running = runStream({ http, clock: server.clock, wake: () => () => {} }, sink, stop.signal)
  await server.until(() => told.includes(ids.at(-1) ?? '') && connections > 1, 'all was told, on another connection')
  await server.pass(100)
  stop.abort()
  await running
  return told
}

const whole = toldAfter(null).length

test.each(['end', 'break'] as const)(
  'a stream that is cut (%s) after any byte tells everything once, and in order',
  async (way) => {
    for (let bytes = 0; bytes <= whole; bytes++) {
      const told = await readBroken(bytes, way)
      expect([bytes, told.filter((what) => what !== 'everything')]).toEqual([bytes, ids])
      expect(told.filter((what) => what === 'everything').length, `after ${bytes} bytes`).toBe(1)
    }
  },
)
