import { createManualClock, type ManualClock } from '@offhook/core/testing'

/** A request as it arrived. */
export interface Arrived {
  /** `'GET /v1/me'`, with the query. */
  readonly line: string
  readonly headers: Headers
  readonly body: unknown
  readonly init: RequestInit
}

type Answering = (request: Arrived) => Response | Promise<Response>

/** A server of which a test says what it answers, and a clock that only goes on when a test waits. */
export interface FakeServer {
  readonly fetch: typeof fetch
  readonly clock: ManualClock
  readonly arrived: readonly Arrived[]
  /** What arrived at lines that begin so. */
  at(line: string): readonly Arrived[]
  /** Answers lines that begin so, from now on. */
  on(line: string, answer: Answering): void
  /** Answers so many requests otherwise; the last one further on, unless `times` ends that. */
  next(line: string, ...answers: readonly Answering[]): void
  /** Lets turns, and time, pass until a condition holds. */
  until(condition: () => boolean, what: string): Promise<void>
  /** Lets time pass. */
  pass(ms: number): Promise<void>
}

export const json = (value: unknown, init?: ResponseInit): Response => Response.json(value, init)

/** A problem document. */
export const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ type: `/problems/${code}`, title: code, status, code, ...more }), {
    ...{ status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  })

/** What a network that is gone does. */
export const noNetwork = (): never => {
  throw new TypeError('fetch failed')
}

/** Event streams that a test writes on. */
export interface FakeStreams {
  /** Answers `GET /v1/events`: opened, and with a sign of life every 15 seconds unless `isMute`. */
  readonly answer: Answering
  /** How many are read now. */
  count(): number
  send(text: string): void
  event(id: number, type: string, data: object, more?: object): void
  end(): void
  /** The connection breaks. */
  breakOff(): void
  /** No sign of life from now on, as when a network was taken away without a word. */
  mute(isMute: boolean): void
}

/** Makes event streams. */
export function createFakeStreams({ clock }: Pick<FakeServer, 'clock'>): FakeStreams {
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>()
  let isMute = false
  const write = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) =>
    controller.enqueue(new TextEncoder().encode(text))
  const each = (act: (controller: ReadableStreamDefaultController<Uint8Array>) => void) => {
    for (const controller of [...open]) act(controller)
  }
  const written = (id: number, type: string, data: object, more: object = {}) =>
    `id: ${id}\ndata: ${JSON.stringify({ id: String(id), type, time: new Date(clock.now()).toISOString(), ...more, data })}\n\n`
  const beat = (): void => {
    clock.after(15_000, () => {
      if (!isMute) each((controller) => write(controller, ':\n\n'))
      beat()
    })
  }
  beat()
  return {
    answer({ headers, init }) {
      const last = headers.get('last-event-id')
      let mine: ReadableStreamDefaultController<Uint8Array> | undefined
      const gone = () => mine !== undefined && open.delete(mine)
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller
          open.add(controller)
          write(controller, written(Number(last ?? 0), 'stream.opened', {}))
          init.signal?.addEventListener('abort', () => gone() && controller.error(init.signal?.reason))
        },
        cancel: () => void gone(),
      })
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
    },
    count: () => open.size,
    send: (text) => each((controller) => write(controller, text)),
    event: (...event) => each((controller) => write(controller, written(...event))),
    end() {
      each((controller) => controller.close())
      open.clear()
    },
    breakOff() {
      each((controller) => controller.error(new TypeError('terminated')))
      open.clear()
    },
    mute: (next) => {
      isMute = next
    },
  }
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
const patience = 3_000

/** Makes a server in this process. */
export function createFakeServer(): FakeServer {
  const clock = createManualClock(Date.UTC(2026, 10, 23, 10))
  const arrived: Arrived[] = []
  const answers: { readonly line: string; readonly answer: Answering; left: number }[] = []

  const answerTo = (request: Arrived) => {
    const found = answers.findLast(({ line, left }) => left > 0 && request.line.startsWith(line))
    if (found === undefined) return problem(404, 'not-found')
    found.left--
    return found.answer(request)
  }
  const settle = async () => {
    for (let count = 0; count < 3; count++) await turn()
  }
  return {
    clock,
    arrived,
    at: (line) => arrived.filter((one) => one.line.startsWith(line)),
    on: (line, answer) => void answers.push({ line, answer, left: Number.POSITIVE_INFINITY }),
    next(line, ...some) {
      for (const answer of [...some].reverse()) answers.push({ line, answer, left: 1 })
    },
    async fetch(input, init = {}) {
      const url = new URL(String(input))
      const request: Arrived = {
        line: `${init.method ?? 'GET'} ${url.pathname}${url.search}`,
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body,
        init,
      }
      arrived.push(request)
      const aborted = new Promise<never>((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason), { once: true })
      })
      return Promise.race([Promise.resolve().then(() => answerTo(request)), aborted])
    },
    async until(condition, what) {
      for (let count = 0; count < patience; count++) {
        await settle()
        if (condition()) return
        clock.advance(50)
      }
      throw new Error(`It never happened that ${what}.`)
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 50) {
        await settle()
        clock.advance(Math.min(50, left))
      }
      await settle()
    },
  }
}
