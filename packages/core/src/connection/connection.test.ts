import { expect, expectTypeOf, test } from 'vitest'
import { IllegalCommandError, OffhookError } from '../errors.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { type ConnectionSnapshot, createConnection } from './connection.ts'
import { type ConnectionStatus, connectionMachine } from './machine.ts'
import type { ConnectionCommand, ConnectionSignal, ConnectionSink } from './transport.ts'

interface Sent {
  readonly command: ConnectionCommand['type']
  accept(): void
  refuse(error: unknown): void
}

/** A connection on a transport that does what the test says. */
function createStage() {
  let sink: ConnectionSink | undefined
  const clock = createManualClock(1_000)
  const sent: Sent[] = []
  const transport = {
    open(given: ConnectionSink) {
      sink = given
      return () => {
        sink = undefined
      }
    },
    send: ({ type }: ConnectionCommand) =>
      new Promise<void>((accept, refuse) => void sent.push({ command: type, accept, refuse })),
  }
  const { connection, close } = createConnection(transport, { clock })
  const signal = (news: ConnectionSignal) => sink?.signal(news)
  const commands = () => sent.map(({ command }) => command)
  return { connection, close, clock, signal, sent, commands, status: () => connection.getSnapshot().status }
}

const quiet = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))
const lost: ConnectionSignal = { type: 'lost', reason: 'closed', attempt: 1, retryAt: 2_000 }
const rejected: ConnectionSignal = { type: 'rejected', error: new OffhookError('bad-credentials') }

test('S4 connecting resolves when calls can come in', async () => {
  const { connection, signal, status, clock } = createStage()
  expect(connection.getSnapshot()).toEqual({ status: 'offline' })
  const connected = connection.connect()
  expect(status()).toBe('connecting')
  clock.advance(250)
  signal({ type: 'online' })
  await connected
  expect(connection.getSnapshot()).toEqual({ status: 'online', since: 1_250 })
})

test('S4 connecting twice is connecting once', async () => {
  const { connection, signal, commands } = createStage()
  const both = [connection.connect(), connection.connect()]
  signal({ type: 'online' })
  await Promise.all([...both, connection.connect()])
  expect(commands()).toEqual(['connect'])
})

test('S4 a lost connection says why, how often it tried and when it tries again, and comes back by itself', async () => {
  const { connection, signal, clock } = createStage()
  connection.connect()
  signal({ type: 'online' })
  signal(lost)
  expect(connection.getSnapshot()).toEqual({ status: 'reconnecting', reason: 'closed', attempt: 1, retryAt: 2_000 })
  signal({ ...lost, reason: 'unreachable', attempt: 2, retryAt: 4_000 })
  expect(connection.getSnapshot()).toMatchObject({ reason: 'unreachable', attempt: 2 })
  clock.advance(3_000)
  signal({ type: 'online' })
  expect(connection.getSnapshot()).toEqual({ status: 'online', since: 4_000 })
})

test('S4 an exchange that cannot be reached at first: connecting waits until it can', async () => {
  const { connection, signal } = createStage()
  let isDone = false
  const connected = connection.connect().then(() => {
    isDone = true
  })
  signal(lost)
  await quiet()
  expect(isDone).toBe(false)
  signal({ type: 'online' })
  await connected
})

test('S4 a wrong password rejects, and the connection shows why', async () => {
  const { connection, signal } = createStage()
  const connected = connection.connect()
  signal(rejected)
  await expect(connected).rejects.toMatchObject({ code: 'bad-credentials' })
  expect(connection.getSnapshot()).toMatchObject({ status: 'rejected', error: { code: 'bad-credentials' } })
  const again = connection.connect()
  signal({ type: 'online' })
  await again
})

test('S4 a refused connect rejects with what was refused, for everyone who waits, and is offline', async () => {
  const { connection, sent, status } = createStage()
  const both = [connection.connect(), connection.connect()]
  sent[0]?.refuse(new TypeError('no socket'))
  for (const one of both) {
    await expect(one).rejects.toMatchObject({ code: 'connection-refused', cause: expect.any(TypeError) })
  }
  expect(status()).toBe('offline')
})

test('S4 an old refusal does not break a newer connection', async () => {
  const { connection, sent, signal, status } = createStage()
  connection.connect()
  connection.disconnect()
  signal({ type: 'offline' })
  const again = connection.connect()
  sent[0]?.refuse(new OffhookError('offline'))
  await quiet()
  expect(status()).toBe('connecting')
  signal({ type: 'online' })
  await again
})

test('S4 online is online, even if the transport never says that the command was handed over', async () => {
  const { connection, sent, signal } = createStage()
  const connected = connection.connect()
  signal({ type: 'online' })
  await connected
  sent[0]?.refuse(new OffhookError('timeout'))
  await quiet()
  expect(connection.getSnapshot().status).toBe('online')
})

test('S4 disconnecting resolves when it is offline; who still waits to connect is told', async () => {
  const { connection, signal, status, commands } = createStage()
  const connected = connection.connect()
  const disconnected = [connection.disconnect(), connection.disconnect()]
  expect(status()).toBe('disconnecting')
  signal({ type: 'online' })
  expect(status()).toBe('disconnecting')
  signal({ type: 'offline' })
  await Promise.all([...disconnected, connection.disconnect()])
  await expect(connected).rejects.toMatchObject({ code: 'offline' })
  expect(commands()).toEqual(['connect', 'disconnect'])
})

test('S4 signing out that is refused rejects, and is offline all the same', async () => {
  const { connection, signal, sent, status } = createStage()
  connection.connect()
  signal({ type: 'online' })
  const disconnected = connection.disconnect()
  sent[1]?.refuse(new OffhookError('timeout'))
  await expect(disconnected).rejects.toMatchObject({ code: 'timeout' })
  expect(status()).toBe('offline')
})

test('S4 closing is offline at once, settles who waits, and is for good', async () => {
  const { connection, close, status } = createStage()
  const connected = connection.connect()
  close()
  await expect(connected).rejects.toMatchObject({ code: 'offline' })
  expect(status()).toBe('offline')
  expect(() => connection.connect()).toThrow(expect.objectContaining({ code: 'closed' }))
  await connection.disconnect()
})

test('S4 what is not awaited is no unhandled rejection', async () => {
  const seen: unknown[] = []
  const see = (reason: unknown) => seen.push(reason)
  process.on('unhandledRejection', see)
  const { connection, signal, sent } = createStage()
  connection.connect()
  signal(rejected)
  connection.disconnect()
  sent[1]?.refuse(new Error('no'))
  await quiet()
  process.off('unhandledRejection', see)
  expect(seen).toEqual([])
})

const signals: Record<ConnectionSignal['type'], ConnectionSignal> = {
  ...{ online: { type: 'online' }, offline: { type: 'offline' } },
  ...{ lost, rejected },
}

const ways: Record<ConnectionStatus, (stage: ReturnType<typeof createStage>) => unknown> = {
  offline: () => {},
  connecting: ({ connection }) => connection.connect(),
  online: ({ connection, signal }) => [connection.connect(), signal(signals.online)],
  reconnecting: ({ connection, signal }) => [connection.connect(), signal(lost)],
  rejected: ({ connection, signal }) => [connection.connect(), signal(rejected)],
  disconnecting: ({ connection }) => [connection.connect(), connection.disconnect()],
}
const all = Object.keys(ways) as ConnectionStatus[]
const safeToRepeat: readonly string[] = [
  'connect online',
  'connect connecting',
  'disconnect offline',
  'disconnect disconnecting',
]

function bring(status: ConnectionStatus) {
  const stage = createStage()
  ways[status](stage)
  expect(stage.status()).toBe(status)
  return stage
}

test('S4 the walk below meets every status and every signal of the table', () => {
  const names = Object.values(connectionMachine.table).flatMap((row) => Object.keys(row.signals))
  expect([...all].sort()).toEqual(Object.keys(connectionMachine.table).sort())
  expect(Object.keys(signals).sort()).toEqual([...new Set(names)].sort())
})

test.each(all.flatMap((status) => (['connect', 'disconnect'] as const).map((command) => [command, status] as const)))(
  'S4 %s while %s does what the table says, or is safe to repeat, or throws',
  (command, from) => {
    const { connection, status, commands } = bring(from)
    const before = commands()
    if (connectionMachine.allowed(from).includes(command)) {
      connection[command]()
      expect(status()).toBe(connectionMachine.command(from, command))
      expect(commands()).toEqual([...before, command])
      return
    }
    if (safeToRepeat.includes(`${command} ${from}`)) connection[command]()
    else expect(() => connection[command]()).toThrow(IllegalCommandError)
    expect(status()).toBe(from)
    expect(commands()).toEqual(before)
  },
)

test.each(all.flatMap((status) => Object.values(signals).map((news) => [news.type, status, news] as const)))(
  'S4 the news %s while %s leads where the table says, or is late and dropped',
  (name, from, news) => {
    const { connection, signal, status } = bring(from)
    const before = connection.getSnapshot()
    const next = connectionMachine.signal(from, name)
    signal(news)
    if (next === undefined) expect(connection.getSnapshot()).toBe(before)
    else expect(status()).toBe(next)
  },
)

test('types: a snapshot narrows by its status', () => {
  type In<Status> = Extract<ConnectionSnapshot, { status: Status }>
  expectTypeOf<In<'online'>['since']>().toEqualTypeOf<number>()
  expectTypeOf<In<'rejected'>['error']>().toEqualTypeOf<OffhookError>()
  expectTypeOf<ConnectionSnapshot['status']>().toEqualTypeOf<ConnectionStatus>()
})

test('C15 a connection that is made elsewhere is here as it is there', () => {
  let sink: ConnectionSink | undefined
  const { connection } = createConnection({
    open(given) {
      sink = given
      return () => {}
    },
    send: async () => {},
  })
  sink?.mirrored?.({ status: 'online', since: 7 })
  expect(connection.getSnapshot()).toEqual({ status: 'online', since: 7 })
  sink?.mirrored?.({ status: 'offline' })
  expect(connection.getSnapshot()).toEqual({ status: 'offline' })
})
