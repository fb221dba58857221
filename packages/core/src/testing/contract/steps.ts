import type { Call } from '../../call/call.ts'
import type { CallStatus } from '../../call/machine.ts'
import type { EndedBy, EndReason } from '../../call/signal.ts'
import { OffhookError } from '../../errors.ts'
import type { Phone } from '../../phone.ts'
import type { ContractPerson, ContractPromise, ContractSound, ContractWorld } from './world.ts'

export const people: readonly ContractPerson[] = ['alice', 'bob', 'carol', 'dave']

/** Whether the world keeps a promise; a difference must be declared with a reason. */
export const keeps = ({ differences }: ContractWorld, promise: ContractPromise) => differences[promise] === undefined

/** Throws with both sides when they are not the same. */
export function same(actual: unknown, wanted: unknown, what: string): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)]
  if (is !== should) throw new Error(`${what}: expected ${should}, but it is ${is}.`)
}

/** Waits for a promise no longer than the world allows. */
export async function done<T>(world: ContractWorld, promise: Promise<T>, what: string): Promise<T> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  await world.until(() => isSettled, what)
  return promise
}

/** Waits for the rejection of a promise. */
export async function refusal(world: ContractWorld, promise: Promise<unknown>, what: string): Promise<OffhookError> {
  const outcome = await done(
    world,
    promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
    what,
  )
  if (outcome instanceof OffhookError) return outcome
  throw new Error(`${what}: expected an OffhookError, but it is ${outcome ?? 'not refused'}.`)
}

/** What a function throws at once. */
export function thrownBy(run: () => unknown, what: string): OffhookError {
  try {
    run()
  } catch (error) {
    if (error instanceof OffhookError) return error
    throw error
  }
  throw new Error(`${what}: nothing was thrown.`)
}

export const callsOf = (phone: Phone): readonly Call[] => phone.calls.getSnapshot().all
export const statusOf = (call: Call): CallStatus => call.getSnapshot().status

export const is = (world: ContractWorld, call: Call, status: CallStatus) =>
  world.until(() => statusOf(call) === status, `a call becomes ${status}`)

/** The call that rings at a phone, as soon as it does. */
export async function ringing(world: ContractWorld, phone: Phone): Promise<Call> {
  const found = () => callsOf(phone).find((call) => statusOf(call) === 'ringing')
  await world.until(() => found() !== undefined, 'a telephone rings')
  const call = found()
  if (call === undefined) throw new Error('The telephone stopped ringing.')
  return call
}

/** Answers what rings at a phone. */
export async function answer(world: ContractWorld, phone: Phone): Promise<Call> {
  const call = await ringing(world, phone)
  await done(world, call.answer(), 'the answer is there')
  return call
}

/** Lets two people talk and proves that they hear each other. */
export async function talk(world: ContractWorld, from: ContractPerson, to: ContractPerson): Promise<[Call, Call]> {
  const outgoing = world[from].call(world.numbers[to])
  const incoming = await answer(world, world[to])
  await is(world, outgoing, 'connected')
  await hear(world, { [from]: [to], [to]: [from] })
  return [outgoing, incoming]
}

type Heard = Partial<Record<ContractPerson, readonly ContractSound[]>>

/** Waits until everybody named hears exactly that. */
export async function hear(world: ContractWorld, wanted: Heard): Promise<void> {
  const named = people.filter((person) => wanted[person] !== undefined)
  const heard: Heard = {}
  const isSo = async () => {
    const listen = async (person: ContractPerson) => {
      heard[person] = await world.hears(person)
    }
    await Promise.all(named.map(listen))
    return named.every((person) => JSON.stringify(heard[person]) === JSON.stringify(wanted[person]))
  }
  await world.until(isSo, `heard is ${JSON.stringify(wanted)}`).catch((cause: unknown) => {
    throw new Error(`Expected to be heard: ${JSON.stringify(wanted)}; it was ${JSON.stringify(heard)}.`, { cause })
  })
}

/** What is heard by who is on hold. */
export const onHold = (world: ContractWorld): readonly ContractSound[] => (keeps(world, 'silentHold') ? [] : ['music'])

/** Waits until a call is over, and proves why. */
export async function ended(
  world: ContractWorld,
  call: Call,
  { because, by }: { because: EndReason | readonly EndReason[]; by?: EndedBy },
): Promise<void> {
  await is(world, call, 'ended')
  const now = call.getSnapshot()
  if (now.status !== 'ended') throw new Error('A call that ended came back.')
  const reasons = typeof because === 'string' ? [because] : because
  if (!reasons.includes(now.reason)) same(now.reason, because, 'why the call ended')
  if (by !== undefined) same(now.by, by, 'who ended the call')
}

/** Hangs up a call and waits until the other side of it is over too. */
export async function hangUp(world: ContractWorld, call: Call, other: Call): Promise<void> {
  await done(world, call.hangUp(), 'the call is hung up')
  await is(world, other, 'ended')
}

/** Counts an event of a phone from now on. */
export function count(phone: Phone, event: 'incoming' | 'missed' | 'ended' | 'answered') {
  let times = 0
  const stop = phone.on(event, () => {
    times++
  })
  return { times: () => times, stop }
}
