import { type CallCommand, type CallSnapshot, callMachine, connectionMachine } from '@offhook/core'
import { type Fields, fieldsOf } from '../stored.ts'
import type { Message } from './message.ts'

type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const text: Check = (value) => typeof value === 'string'
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const flag: Check = (value) => typeof value === 'boolean'
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const one =
  (...words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value)
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const shape =
  (fields: Shape): Check =>
  (value) =>
    fits(fieldsOf(value), fields)
/** One of several shapes, told apart by a word. */
const either =
  (word: string, shapes: Readonly<Record<string, Shape>>): Check =>
  (value) => {
    const given = fieldsOf(value)
    const name = given[word]
    return typeof name === 'string' && Object.hasOwn(shapes, name) && fits(given, shapes[name] ?? {})
  }
const fits = (given: Fields, fields: Shape) => Object.entries(fields).every(([name, check]) => check(given[name]))

const party = shape({ name: maybe(text), number: maybe(text) })
const target = shape({ kind: text, dial: text, text, extension: maybe(text) })
const transferTarget = either('kind', { number: { target }, call: { id: text } })

const commands: Record<CallCommand['type'], Shape> = {
  dial: { target, options: shape({ callerId: maybe(text) }) },
  sendDigits: { digits: text },
  transfer: { to: transferTarget },
  ...{ answer: {}, decline: {}, hangUp: {}, hold: {}, resume: {}, mute: {}, unmute: {} },
}

const inCall = { connectedAt: number }
const ofStatus: Record<CallSnapshot['status'], Shape> = {
  ...{ dialing: {}, ringing: {}, answering: {}, alerting: { earlyMedia: flag } },
  ...{ connected: inCall, holding: inCall, held: inCall, resuming: inCall },
  transferring: { ...inCall, to: transferTarget, progress: one('asked', 'trying', 'ringing') },
  ending: { connectedAt: maybe(number) },
  ended: { endedAt: number, reason: text, by: one('me', 'them', 'network'), connectedAt: maybe(number) },
}

const quality = shape({
  ...{ mos: number, lossPercent: number, jitterMs: number, roundTripMs: maybe(number) },
  warnings: list(text),
})
const facets: Shape = {
  ...{ id: text, direction: one('incoming', 'outgoing'), status: one(...Object.keys(callMachine.table)) },
  ...{ remote: party, dialled: maybe(text), via: list(party), startedAt: number, muted: flag, remoteHold: flag },
  remoteConnection: text,
  ...{ media: text, quality: maybe(quality), timings: (value) => Object.values(fieldsOf(value)).every(number) },
}
const call: Check = (value) => shape(facets)(value) && either('status', ofStatus)(value)

const connection: Check = (value) =>
  one(...Object.keys(connectionMachine.table))(fieldsOf(value).status) &&
  either('status', {
    ...{ offline: {}, connecting: {}, disconnecting: {}, online: { since: number } },
    reconnecting: { reason: text, attempt: number, retryAt: number },
    rejected: { error: failure },
  })(value)

const failure = shape({ code: text, message: text })
const kind = one('microphone', 'speaker', 'ringer')
const request = either('of', {
  call: { id: text, command: either('type', commands) },
  connection: { command: either('type', { connect: {}, disconnect: {} }) },
  devices: { command: either('type', { choose: { kind, id: text }, ringer: { isOn: flag } }) },
  warm: {},
})

const turn = shape({ epoch: number, tab: text })
const devices = shape({
  ...{ isRingerOn: flag, isSoundBlocked: flag, microphoneState: one('closed', 'open', 'muted', 'lost') },
  chosen: shape({ microphone: maybe(text), speaker: maybe(text), ringer: maybe(text) }),
})
const shared = shape({
  ...{ calls: list(call), connection, tickets: Array.isArray, devices: maybe(devices) },
  ...{ count: number, notifier: text, ringer: text },
})
const message = either('type', {
  hello: { tab: text, isVisible: flag, isListening: flag },
  level: { turn, level: number },
  ask: { tab: text, turn, at: number, number, request },
  state: { turn, shared },
  taken: { turn, to: text, number },
  done: { turn, to: text, number, failure: maybe(failure) },
})

/** What another tab said; undefined for what it cannot have said. */
export function readMessage(value: unknown): Message | undefined {
  // every field was looked at, which the compiler cannot follow
  return message(value) ? (value as Message) : undefined
}
