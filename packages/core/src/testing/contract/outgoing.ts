import { callsOf, done, ended, ringing, same, thrownBy } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const readsNumbers = async (world: ContractWorld) => {
  const { alice, bob, numbers } = world
  const [first = '', ...others] = numbers.bob
  for (const written of [` ${first} ${others.join('-')} `, `tel:${numbers.bob}`, `(${first})${others.join('')}`]) {
    const call = alice.call(written)
    same(call.getSnapshot().remote.number, numbers.bob, `the number of "${written}"`)
    const incoming = await ringing(world, bob)
    await done(world, call.hangUp(), 'the caller gives up')
    await ended(world, incoming, { because: 'cancelled', by: 'them' })
  }
}

const dialsInternational = async (world: ContractWorld) => {
  const call = world.alice.call('020-123 45 67')
  same(call.getSnapshot().remote.number, '+31201234567', 'the number that is dialled')
  await ended(world, call, { because: 'not-found', by: 'network' })
}

const findsNobody = async (world: ContractWorld) => {
  await ended(world, world.alice.call('299'), { because: 'not-found', by: 'network' })
}

const refusesNonsense = async (world: ContractWorld) => {
  for (const nonsense of ['', '2 0 2\r\nVia: x', '202;transport=tcp', 'x'.repeat(10_000), '202@']) {
    same(thrownBy(() => world.alice.call(nonsense), nonsense.slice(0, 20)).code, 'bad-number', 'the error')
  }
  same(callsOf(world.alice).length, 0, 'how many calls came of it')
}

/** C2: calling numbers. */
export const outgoingCases: readonly ContractCase[] = [
  { id: 'C2', name: 'a number is dialled however it is written', run: readsNumbers },
  { id: 'C2', name: 'a full national number is dialled as an international one', run: dialsInternational },
  { id: 'C2', name: 'a number nobody has is not found', run: findsNobody },
  { id: 'C2', name: 'what is not a number never leaves the phone', run: refusesNonsense },
]
