import type { Clock } from '@offhook/core'
import { type Backend, type BackendOptions, createBackend } from '../index.ts'
import { createFakeServer, createFakeStreams, type FakeServer, type FakeStreams } from './fake-server.fixture.ts'

/** A back end of which a test says what it answers. */
export interface FakeBackend extends FakeServer {
  readonly backend: Backend
  readonly streams: FakeStreams
  /** The clock of this side. */
  readonly here: Clock
  /** Waits for a command, and gives the code of its error, or `done`. */
  outcome(command: Promise<void>): Promise<string>
}

/** Makes a back end; the clock of this side is so many milliseconds slow. */
export function openBackend({ slow = 0, ...options }: Partial<BackendOptions> & { slow?: number } = {}): FakeBackend {
  const server = createFakeServer()
  const streams = createFakeStreams(server)
  server.on('GET /v1/events', streams.answer)
  const here = { now: () => server.clock.now() - slow, after: server.clock.after }
  const backend = createBackend({ url: 'https://phone.example.nl', fetch: server.fetch, clock: here, ...options })
  return {
    ...{ ...server, backend, streams, here },
    async outcome(command) {
      let code = ''
      command.then(
        () => {
          code = 'done'
        },
        (error) => {
          code = error.code
        },
      )
      await server.until(() => code !== '', 'it is answered')
      return code
    },
  }
}
