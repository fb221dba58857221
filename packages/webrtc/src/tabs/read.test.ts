import { expect, test } from 'vitest'
import { readMessage } from './read.ts'

const turn = { epoch: 7, tab: 'a' }
const call = {
  ...{ id: 'c', direction: 'outgoing', status: 'connected', connectedAt: 2, remote: { number: '202' }, via: [] },
  ...{ startedAt: 1, muted: false, remoteHold: false, remoteConnection: 'steady', media: 'flowing' },
  ...{ timings: { ringing: 12 } },
}
const shared = {
  ...{ calls: [call], connection: { status: 'online', since: 3 }, tickets: [], count: 1 },
  ...{ notifier: 'a', ringer: 'a' },
}
const ask = { type: 'ask', tab: 'b', turn, at: 9, number: 1 }
const target = { kind: 'internal', dial: '202', text: '202' }

test('C15 what a tab says is read as it was said', () => {
  const devices = { chosen: { ringer: 'x' }, isRingerOn: true, microphoneState: 'open', isSoundBlocked: false }
  for (const said of [
    { type: 'hello', tab: 'b', isVisible: true, isListening: false },
    { type: 'state', turn, shared },
    {
      type: 'state',
      turn,
      shared: { ...shared, devices, calls: [{ ...call, status: 'ended', endedAt: 4, reason: 'busy', by: 'them' }] },
    },
    { type: 'done', turn, to: 'b', number: 1, failure: { code: 'refused', message: 'No.' } },
    { ...ask, request: { of: 'call', id: 'c', command: { type: 'dial', target, options: {} } } },
    { ...ask, request: { of: 'call', id: 'c', command: { type: 'transfer', to: { kind: 'call', id: 'd' } } } },
    { ...ask, request: { of: 'devices', command: { type: 'choose', kind: 'ringer', id: '' } } },
    { ...ask, request: { of: 'warm' } },
  ]) {
    expect(readMessage(said)).toEqual(said)
  }
})

test('C15 what a tab cannot have said is nothing', () => {
  const withCall = (wrong: object) => ({ type: 'state', turn, shared: { ...shared, calls: [{ ...call, ...wrong }] } })
  for (const said of [
    ...[undefined, 'state', { type: 'toString' }, { type: 'state', turn: { epoch: '7', tab: 'a' }, shared }],
    ...[
      { status: 'gone' },
      { connectedAt: undefined },
      { remote: { number: 7 } },
      { via: 'x' },
      { timings: { a: 'b' } },
    ].map(withCall),
    { type: 'state', turn, shared: { ...shared, connection: { status: 'online' } } },
    { ...ask, request: { of: 'call', id: 'c', command: { type: 'dial', target: '202', options: {} } } },
    { ...ask, request: { of: 'call', id: 'c', command: { type: 'constructor' } } },
    { ...ask, request: { of: 'devices', command: { type: 'allow' } } },
  ]) {
    expect(readMessage(said)).toBeUndefined()
  }
})
