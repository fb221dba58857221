import type { Consultation, ConsultationStatus } from '../../call/consultation.ts'
import { answer, done, ended, hangUp, hear, is, onHold, ringing, same, statusOf, talk } from './steps.ts'
import { isWith } from './transfer.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const becomes = (world: ContractWorld, consultation: Consultation, status: ConsultationStatus) =>
  world.until(() => consultation.getSnapshot().status === status, `the consultation is ${status}`)

/** Alice asks carol while bob waits. */
async function ask(world: ContractWorld) {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const consultation = call.consult(world.numbers.carol)
  const carols = await answer(world, world.carol)
  await becomes(world, consultation, 'talking')
  await hear(world, { alice: ['carol'], bob: onHold(world), carol: ['alice'] })
  return { call, bobs, consultation, carols }
}

const connects = async (world: ContractWorld) => {
  const { call, bobs, consultation, carols } = await ask(world)
  await done(world, consultation.complete(), 'the two are connected')
  same(consultation.getSnapshot().status, 'completed', 'the consultation')
  await ended(world, call, { because: 'transferred', by: 'me' })
  await is(world, consultation.colleague, 'ended')
  await hear(world, { alice: [], bob: ['carol'], carol: ['bob'] })
  same([statusOf(bobs), statusOf(carols)], ['connected', 'connected'], 'the statuses of those who talk')
  await isWith(world, bobs, 'carol')
  await isWith(world, carols, 'bob')
  await hangUp(world, bobs, carols)
}

const holdsAfterwards = async (world: ContractWorld) => {
  const { bobs, consultation, carols } = await ask(world)
  await done(world, consultation.complete(), 'the two are connected')
  await hear(world, { bob: ['carol'], carol: ['bob'] })
  await done(world, bobs.hold(), 'the call that was handed over can be held')
  await hear(world, { bob: [], carol: onHold(world) })
  await done(world, bobs.resume(), 'and resumed')
  await hear(world, { bob: ['carol'], carol: ['bob'] })
  await hangUp(world, carols, bobs)
}

const goesBack = async (world: ContractWorld) => {
  const { call, bobs, consultation, carols } = await ask(world)
  await done(world, consultation.cancel(), 'the consultation is given up')
  same(consultation.getSnapshot().status, 'cancelled', 'the consultation')
  await ended(world, carols, { because: 'hung-up', by: 'them' })
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: [] })
  await hangUp(world, call, bobs)
}

const goesBackWhileRinging = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const consultation = call.consult(world.numbers.carol)
  const carols = await ringing(world, world.carol)
  await is(world, consultation.colleague, 'alerting')
  await done(world, consultation.cancel(), 'the consultation is given up')
  await ended(world, carols, { because: 'cancelled', by: 'them' })
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, bobs)
}

const connectsWhileRinging = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const consultation = call.consult(world.numbers.carol)
  const first = await ringing(world, world.carol)
  await is(world, consultation.colleague, 'alerting')
  const completed = consultation.complete()
  await ended(world, first, { because: 'cancelled', by: 'them' })
  const carols = await answer(world, world.carol)
  await done(world, completed, 'the two are connected')
  await ended(world, call, { because: 'transferred', by: 'me' })
  await hear(world, { alice: [], bob: ['carol'], carol: ['bob'] })
  await hangUp(world, bobs, carols)
}

const isDeclined = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const consultation = call.consult(world.numbers.carol)
  const carols = await ringing(world, world.carol)
  await done(world, carols.decline(), 'carol declines')
  await becomes(world, consultation, 'cancelled')
  await ended(world, consultation.colleague, { because: ['declined', 'busy'], by: 'them' })
  await is(world, call, 'connected')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, bobs)
}

const losesTheCaller = async (world: ContractWorld) => {
  const { call, bobs, consultation, carols } = await ask(world)
  await done(world, bobs.hangUp(), 'bob is tired of waiting')
  await becomes(world, consultation, 'abandoned')
  await ended(world, call, { because: 'hung-up', by: 'them' })
  await hear(world, { alice: ['carol'], bob: [], carol: ['alice'] })
  await hangUp(world, consultation.colleague, carols)
}

/** C10: warm transfer. */
export const consultationCases: readonly ContractCase[] = [
  { id: 'C10', name: 'a colleague is asked first, and then the two are connected', run: connects },
  { id: 'C10', name: 'those who were connected can hold and resume', run: holdsAfterwards },
  { id: 'C10', name: 'a colleague is asked, and the caller is taken back', run: goesBack },
  { id: 'C10', name: 'a colleague who still rings is given up', run: goesBackWhileRinging },
  { id: 'C10', name: 'a colleague who still rings gets the caller', run: connectsWhileRinging },
  { id: 'C10', name: 'a colleague declines, and the caller is taken back', run: isDeclined },
  { id: 'C10', name: 'the caller hangs up while the colleague is asked', run: losesTheCaller },
]
