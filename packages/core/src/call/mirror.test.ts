import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import type { Call } from './call.ts'
import { createCalls } from './calls.ts'
import type { CallSnapshot } from './snapshot.ts'
import type { CallCommand, CallSink } from './transport.ts'

const ringing: CallSnapshot = {
  ...{ id: 'a', direction: 'incoming', status: 'ringing', remote: { name: 'Bob', number: '202' }, via: [] },
  ...{ startedAt: 5, muted: false, remoteHold: false, remoteConnection: 'steady', media: 'none', timings: {} },
}
const connected: CallSnapshot = { ...ringing, status: 'connected', connectedAt: 9 }
const ended: CallSnapshot = { ...ringing, status: 'ended', endedAt: 12, reason: 'hung-up', by: 'them', connectedAt: 9 }

function setUp() {
  const told: string[] = []
  const sent: {
    readonly command: CallCommand
    readonly resolve: () => void
    readonly reject: (error: Error) => void
  }[] = []
  let sink: CallSink | undefined
  const emit = (name: string, _: Call, _command?: string, _error?: unknown) => void told.push(name)
  const { calls, close } = createCalls(
    {
      open(given) {
        sink = given
        return () => {}
      },
      send: (_, command) => new Promise((resolve, reject) => void sent.push({ command, resolve, reject })),
    },
    { clock: createManualClock(100), emit },
  )
  const mirrored = (call: CallSnapshot) => sink?.mirrored?.(call)
  const the = (id = 'a') => calls.get(id) ?? expect.unreachable('there is no such call')
  return { calls, close, told, sent, mirrored, the }
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

test('C15 a call that is carried elsewhere is here as it is there, and is told as what it is', () => {
  const { the, told, mirrored, calls } = setUp()
  mirrored(ringing)
  expect(the().getSnapshot()).toEqual(ringing)
  mirrored(connected)
  mirrored({ ...connected, muted: true })
  expect(the().getSnapshot()).toEqual({ ...connected, muted: true })
  expect(calls.getSnapshot().active).toBe(the())
  mirrored({ ...connected, id: 'b', status: 'held' })
  expect(told).toEqual(['incoming', 'answered', 'resumed'])
  mirrored(ended)
  expect(calls.getSnapshot().all.map(({ id }) => id)).toEqual(['b'])
  expect(told.slice(3)).toEqual(['ended'])
})

test('C15 a call that is dialled elsewhere is no event here, and can be hung up at once', async () => {
  const { the, told, mirrored, sent } = setUp()
  mirrored({ ...ringing, status: 'dialing', direction: 'outgoing' })
  expect(told).toEqual([])
  the().hangUp()
  expect(sent.map(({ command }) => command.type)).toEqual(['hangUp'])
  mirrored({ ...ringing, status: 'ended', endedAt: 7, reason: 'cancelled', by: 'me', direction: 'outgoing' })
  expect(the).toThrow()
  await settle()
})

test('C15 a command of ours is waited for: what was true before it does not undo it', async () => {
  const { the, mirrored, sent } = setUp()
  mirrored(connected)
  const held = the().hold()
  mirrored({ ...connected, muted: true })
  expect(the().getSnapshot().status).toBe('holding')
  mirrored({ ...connected, status: 'holding' })
  mirrored({ ...connected, status: 'held' })
  expect(the().getSnapshot().status).toBe('holding')
  sent[0]?.resolve()
  await held
  expect(the().getSnapshot()).toEqual({ ...connected, status: 'held' })
})

test('C15 a refused command is refused here, and then the call is what it is there', async () => {
  const { the, mirrored, sent, told } = setUp()
  mirrored(connected)
  const held = the().hold()
  mirrored({ ...connected, status: 'transferring', to: { kind: 'call', id: 'b' }, progress: 'asked' })
  sent[0]?.reject(new Error('no'))
  await expect(held).rejects.toMatchObject({ code: 'refused' })
  await settle()
  expect(the().getSnapshot().status).toBe('transferring')
  expect(told).toContain('refused')
})

test('C15 a call that ends there ends here at once, whatever is under way', async () => {
  const { the, mirrored, calls } = setUp()
  mirrored(connected)
  const held = the().hold()
  mirrored(ended)
  expect(calls.getSnapshot().all).toEqual([])
  await expect(held).rejects.toMatchObject({ code: 'call-ended' })
})

test('C15 who has the sound is decided where the calls are carried', async () => {
  const { the, mirrored, sent } = setUp()
  mirrored(connected)
  mirrored({ ...connected, id: 'b' })
  mirrored({ ...connected, id: 'c', status: 'held' })
  the('c').resume()
  await settle()
  expect(sent.map(({ command }) => command.type)).toEqual(['resume'])
})
