import { type CallCommand, type CallSink, type CallTransport, OffhookError } from '@offhook/core'
import { expect, test } from 'vitest'
import { type Sounds, withSounds } from './sounds.ts'

/** Sounds that only remember: what plays now, and what was played once. */
function createFakeSounds() {
  const playing = new Set<string>()
  const played: string[] = []
  const loop = (name: string) => () => {
    playing.add(name)
    played.push(name)
    return () => void playing.delete(name)
  }
  const nothing = async () => {}
  const sounds: Sounds = {
    ...{ ring: loop('ring'), waiting: loop('waiting'), ringback: loop('ringback') },
    failed: (tone) => loop(tone)(),
    keys: (digits) => void played.push(`keys ${digits}`),
    ...{ test: nothing, choose: nothing, unlock: nothing, setRinger() {}, close() {} },
  }
  return { sounds, playing, played }
}

/** A network that a test speaks for. */
function setUp() {
  const { sounds, playing, played } = createFakeSounds()
  const sent: CallCommand[] = []
  let refusal: Error | undefined
  let network: CallSink | undefined
  const bare: CallTransport = {
    open(sink) {
      network = sink
      return () => {
        network = undefined
      }
    },
    async send(_, command) {
      sent.push(command)
      if (refusal) throw refusal
    },
  }
  const told: string[] = []
  const calls = withSounds(bare, sounds)
  const close = calls.open({
    incoming: (id) => told.push(`incoming ${id}`),
    resumed: (id) => told.push(`resumed ${id}`),
    signal: (id, { type }) => told.push(`${type} ${id}`),
  })
  const dial = (id: string) =>
    calls.send(id, { type: 'dial', target: { kind: 'number', dial: '202' }, options: {} } as never)
  return {
    ...{ calls, close, dial, playing, played, sent, told },
    heard: () => [...playing],
    incoming: (id: string, autoAnswer = false) => network?.incoming(id, { remote: {}, autoAnswer }),
    signal: (id: string, signal: Parameters<CallSink['signal']>[1]) => network?.signal(id, signal),
    refuse: () => {
      refusal = new OffhookError('refused')
    },
  }
}

test('S9 an incoming call rings until it is answered, and stops at the click and not at the network', async () => {
  const { incoming, calls, heard, told } = setUp()
  incoming('a')
  expect(heard()).toEqual(['ring'])
  expect(told).toEqual(['incoming a'])
  void calls.send('a', { type: 'answer' })
  expect(heard()).toEqual([])
})

test('S9 a call that was declined stops ringing at once', () => {
  const { incoming, calls, heard } = setUp()
  incoming('a')
  void calls.send('a', { type: 'decline' })
  expect(heard()).toEqual([])
})

test('S9 a caller who gives up stops the ring', () => {
  const { incoming, signal, heard, played } = setUp()
  incoming('a')
  signal('a', { type: 'ended', reason: 'cancelled', by: 'them' })
  expect(heard()).toEqual([])
  expect(played).toEqual(['ring'])
})

test('S9 an answer that is refused rings again', async () => {
  const { incoming, calls, heard, refuse } = setUp()
  incoming('a')
  refuse()
  await expect(calls.send('a', { type: 'answer' })).rejects.toMatchObject({ code: 'refused' })
  expect(heard()).toEqual(['ring'])
})

test('S9 a refusal that comes after the end of the call does not ring again', async () => {
  const { incoming, calls, signal, heard, refuse } = setUp()
  incoming('a')
  refuse()
  const answering = calls.send('a', { type: 'answer' })
  signal('a', { type: 'ended', reason: 'cancelled', by: 'them' })
  await expect(answering).rejects.toMatchObject({ code: 'refused' })
  expect(heard()).toEqual([])
})

test('S9 a call that comes while the last one is being hung up rings', async () => {
  const { dial, signal, calls, incoming, heard } = setUp()
  await dial('a')
  signal('a', { type: 'connected' })
  void calls.send('a', { type: 'hangUp' })
  incoming('b')
  expect(heard()).toEqual(['ring'])
})

test('S9 a call that answers itself does not ring', () => {
  const { incoming, played } = setUp()
  incoming('a', true)
  expect(played).toEqual([])
})

test('S9 a second call beeps softly while the first goes on, and rings when the first is over', () => {
  const { incoming, signal, heard, calls } = setUp()
  incoming('a')
  void calls.send('a', { type: 'answer' })
  signal('a', { type: 'connected' })
  incoming('b')
  expect(heard()).toEqual(['waiting'])
  signal('a', { type: 'ended', reason: 'hung-up', by: 'them' })
  expect(heard()).toEqual(['ring'])
})

test('S9 two calls at once ring once, until both are gone', () => {
  const { incoming, signal, heard, played } = setUp()
  incoming('a')
  incoming('b')
  signal('a', { type: 'ended', reason: 'answered-elsewhere', by: 'network' })
  expect(heard()).toEqual(['ring'])
  signal('b', { type: 'ended', reason: 'cancelled', by: 'them' })
  expect(heard()).toEqual([])
  expect(played).toEqual(['ring'])
})

test('a call that is dialled is silent until it rings there, then ringback until it is answered', async () => {
  const { dial, signal, heard } = setUp()
  await dial('a')
  expect(heard()).toEqual([])
  signal('a', { type: 'alerting', earlyMedia: false })
  expect(heard()).toEqual(['ringback'])
  signal('a', { type: 'connected' })
  expect(heard()).toEqual([])
})

test('no ringback of ours when the network plays its own', async () => {
  const { dial, signal, heard, played } = setUp()
  await dial('a')
  signal('a', { type: 'alerting', earlyMedia: true })
  expect(played).toEqual([])
  signal('a', { type: 'alerting', earlyMedia: false })
  signal('a', { type: 'alerting', earlyMedia: true })
  expect(heard()).toEqual([])
})

test.each([
  ['busy', 'busy'],
  ['declined', 'busy'],
  ['not-found', 'congestion'],
  ['exchange-error', 'congestion'],
] as const)('an outgoing call that ends as %s sounds %s', async (reason, tone) => {
  const { dial, signal, played, heard } = setUp()
  await dial('a')
  signal('a', { type: 'alerting', earlyMedia: false })
  signal('a', { type: 'ended', reason, by: 'them' })
  expect(heard()).toEqual([tone])
  expect(played).toEqual(['ringback', tone])
})

test('a busy tone ends when the person dials again', async () => {
  const { dial, signal, heard } = setUp()
  await dial('a')
  signal('a', { type: 'ended', reason: 'busy', by: 'them' })
  await dial('b')
  expect(heard()).toEqual([])
})

test('who hangs up before the answer hears nothing more', async () => {
  const { dial, calls, signal, heard, played } = setUp()
  await dial('a')
  signal('a', { type: 'alerting', earlyMedia: false })
  void calls.send('a', { type: 'hangUp' })
  expect(heard()).toEqual([])
  signal('a', { type: 'alerting', earlyMedia: false })
  signal('a', { type: 'ended', reason: 'cancelled', by: 'me' })
  expect(heard()).toEqual([])
  expect(played).toEqual(['ringback'])
})

test('a call that was answered ends without a tone', async () => {
  const { dial, signal, played } = setUp()
  await dial('a')
  signal('a', { type: 'connected' })
  signal('a', { type: 'ended', reason: 'connection-lost', by: 'network' })
  expect(played).toEqual([])
})

test('hold and facets change no sound', async () => {
  const { dial, signal, incoming, heard } = setUp()
  await dial('a')
  signal('a', { type: 'connected' })
  signal('a', { type: 'held' })
  signal('a', { type: 'media', media: 'silent' })
  incoming('b')
  expect(heard()).toEqual(['waiting'])
})

test('keys are heard while they are sent', async () => {
  const { calls, played, sent } = setUp()
  await calls.send('a', { type: 'sendDigits', digits: '12#' })
  expect(played).toEqual(['keys 12#'])
  expect(sent).toEqual([{ type: 'sendDigits', digits: '12#' }])
})

test('a dial that cannot be sent leaves nobody waiting for it', async () => {
  const { dial, incoming, heard, refuse } = setUp()
  refuse()
  await expect(dial('a')).rejects.toMatchObject({ code: 'refused' })
  incoming('b')
  expect(heard()).toEqual(['ring'])
})

test('a phone that closes while it rings is silent', () => {
  const { incoming, heard, close } = setUp()
  incoming('a')
  close()
  expect(heard()).toEqual([])
})
