import { expect, expectTypeOf, test, vi } from 'vitest'
import type { Call, CallWhen } from './call/call.ts'
import type { Calls } from './call/calls.ts'
import { createFakeNetwork, quiet } from './call/fake-network.ts'
import type { CallStatus } from './call/machine.ts'
import type { CallSnapshot, CallSnapshotIn } from './call/snapshot.ts'
import type { Connection } from './connection/connection.ts'
import type { ConnectionTransport } from './connection/transport.ts'
import type { Devices } from './devices/devices.ts'
import type { DeviceTransport } from './devices/transport.ts'
import type { OffhookError } from './errors.ts'
import { numberPlans } from './kernel/number-plan.ts'
import { createPhone, type Phone } from './phone.ts'

const connection = (closed = () => {}): ConnectionTransport => ({ open: () => closed, send: async () => {} })
const devices = (closed = () => {}): DeviceTransport => ({
  ...{ open: () => closed, send: async () => {} },
  level: () => () => {},
})

test('a phone has what it was given and nothing else', () => {
  const { transport } = createFakeNetwork()
  expect(Object.keys(createPhone({ calls: transport })).sort()).toEqual(['call', 'calls', 'close', 'on'])
  expect(Object.keys(createPhone({ connection: connection() })).sort()).toEqual(['close', 'connection', 'on'])
  expect(Object.keys(createPhone({ devices: devices() })).sort()).toEqual(['close', 'devices', 'on'])
  expect(Object.keys(createPhone({})).sort()).toEqual(['close', 'on'])
})

test('C2 calls a number, or the number of a contact, as its country writes it', async () => {
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport }, { numbers: numberPlans.BE })
  const ada = { name: 'Ada', number: '02 555 12 12' }
  const call = phone.call(ada, { callerId: 'sales' })
  phone.call('201')
  await quiet()
  expect(call.getSnapshot().remote).toEqual({ number: '+3225551212' })
  expect(network.commands).toMatchObject([{ options: { callerId: 'sales' } }, { target: { dial: '201' } }])
  expect(() => phone.call('@evil')).toThrow(expect.objectContaining({ code: 'bad-number' }))
})

test('C1 tells who calls, who answered, and who was missed; stopping stops', async () => {
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport })
  const told: string[] = []
  const stops = (['incoming', 'answered', 'ended', 'missed'] as const).map((name) =>
    phone.on(name, ({ id }: Call) => told.push(`${name} ${id}`)),
  )
  phone.on('incoming', (call) => void call.when('ringing')?.answer())
  network.incoming('a')
  await quiet()
  network.ended('a')
  expect(told).toEqual(['incoming a', 'answered a', 'ended a'])
  for (const stop of stops) stop()
  network.incoming('b')
  expect(told).toHaveLength(3)
})

test('a refused command is told with its error', async () => {
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport })
  const told = vi.fn<(call: Call, command: string, error: OffhookError) => void>()
  phone.on('refused', told)
  network.incoming('a')
  network.refuseNext('answer')
  const call = phone.calls.get('a')
  await expect(call?.answer()).rejects.toThrow()
  expect(told).toHaveBeenCalledExactlyOnceWith(call, 'answer', expect.objectContaining({ code: 'refused' }))
})

test('a listener that throws does not keep the news from the others, nor from the phone', async () => {
  const later: (() => void)[] = []
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport })
  const heard = vi.fn()
  const bug = () => {
    throw new Error('bug of the app')
  }
  phone.on('incoming', bug)
  phone.on('incoming', heard)
  phone.calls.subscribe(bug)
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void) => later.push(run)) as never)
  network.incoming('a')
  phone.calls.get('a')?.subscribe(() => heard())
  await phone.calls.get('a')?.answer()
  timers.mockRestore()
  expect(heard.mock.calls.length).toBeGreaterThan(1)
  expect(phone.calls.get('a')?.getSnapshot().status).toBe('connected')
  expect(later.length).toBeGreaterThan(0)
  for (const run of later) expect(run).toThrow('bug of the app')
})

test('closing ends the calls, closes every transport, tells the end, and forgets the listeners', async () => {
  const network = createFakeNetwork()
  const closed: string[] = []
  const phone = createPhone({
    calls: network.transport,
    connection: connection(() => {
      closed.push('connection')
      throw new Error('bug of a transport')
    }),
    devices: devices(() => closed.push('devices')),
  })
  const later: (() => void)[] = []
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void) => later.push(run)) as never)
  network.incoming('a')
  const call = phone.calls.get('a')
  phone.on('ended', () => closed.push('call'))
  phone.close()
  timers.mockRestore()
  expect(call?.getSnapshot().status).toBe('ended')
  expect(closed).toEqual(['call', 'connection', 'devices'])
  expect(later).toHaveLength(1)
})

test('types: a phone has exactly the slices it was given transports for', () => {
  const { transport } = createFakeNetwork()
  const withCalls = createPhone({ calls: transport })
  expectTypeOf(withCalls.calls).toEqualTypeOf<Calls>()
  expectTypeOf(withCalls.call).returns.toEqualTypeOf<Call>()
  // @ts-expect-error it was given no devices
  expect(withCalls.devices).toBeUndefined()
  // @ts-expect-error it was given no connection
  expect(withCalls.connection).toBeUndefined()

  const withDevices = createPhone({ devices: devices() })
  expectTypeOf(withDevices.devices).toEqualTypeOf<Devices>()
  // @ts-expect-error a phone without calls cannot call
  expect(withDevices.call).toBeUndefined()
  expectTypeOf<Phone['connection']>().toEqualTypeOf<Connection>()
  // @ts-expect-error there is no such part
  createPhone({ fax: transport })
})

test('types: a ringing call has answer and decline, and nothing else', () => {
  type Ringing = CallWhen<'ringing'>
  expectTypeOf<keyof Ringing>().toEqualTypeOf<'answer' | 'decline' | 'getSnapshot' | 'subscribe' | 'now'>()
  expectTypeOf<Call['when']>().toBeCallableWith('held')
  const hold = (ringing: Ringing) => {
    // @ts-expect-error a ringing call cannot be put on hold
    ringing.hold()
  }
  const misspelled = (call: Call) => {
    // @ts-expect-error there is no such status
    call.when('talking')
  }
  expect([hold, misspelled]).toHaveLength(2)
})

test('types: a snapshot narrows by its status to the data that status guarantees', () => {
  expectTypeOf<CallSnapshotIn<'connected'>['connectedAt']>().toEqualTypeOf<number>()
  expectTypeOf<CallSnapshotIn<'alerting'>['earlyMedia']>().toEqualTypeOf<boolean>()
  expectTypeOf<CallSnapshotIn<'ended'>['endedAt']>().toEqualTypeOf<number>()
  expectTypeOf<CallSnapshot['status']>().toEqualTypeOf<CallStatus>()
  const connectedAt = (now: CallSnapshot) => {
    // @ts-expect-error not every call was answered
    const wrong = now.connectedAt
    if (now.status === 'held') return now.connectedAt
    if (now.status === 'ended') {
      expectTypeOf(now.connectedAt).toEqualTypeOf<number | undefined>()
      expectTypeOf(now.reason).not.toBeAny()
    }
    // @ts-expect-error a snapshot is not changed
    now.muted = true
    return wrong
  }
  expect(connectedAt).toBeTypeOf('function')
})
