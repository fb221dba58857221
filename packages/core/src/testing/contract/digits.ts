import { answer, done, hangUp, hear, is, same, talk, thrownBy } from './steps.ts'
import type { ContractCase, ContractPerson, ContractWorld } from './world.ts'

/** Waits until exactly these digits arrived. */
async function arrive(world: ContractWorld, person: ContractPerson, digits: string): Promise<void> {
  let heard = ''
  const isSo = async () => {
    heard = await world.digitsHeardBy(person)
    return heard === digits
  }
  await world.until(isSo, `${digits} arrives`).catch((cause: unknown) => {
    throw new Error(`${person} should hear the digits ${digits}, and heard "${heard}".`, { cause })
  })
}

const sendsBothWays = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const voices = () => hear(world, { alice: ['bob'], bob: ['alice'] })
  await done(world, call.sendDigits('12#'), 'the digits are sent')
  await arrive(world, 'bob', '12#')
  // an exchange may be deaf to one side's digits while it still plays the other's
  await voices()
  await done(world, incoming.sendDigits('*0'), 'the digits are sent back')
  await arrive(world, 'alice', '*0')
  await voices()
  await done(world, call.sendDigits('779'), 'more digits are sent')
  await arrive(world, 'bob', '12#779')
  await voices()
  await hangUp(world, call, incoming)
}

const sendsExtension = async (world: ContractWorld) => {
  const call = world.alice.call(`${world.numbers.bob},45`)
  const incoming = await answer(world, world.bob)
  await is(world, call, 'connected')
  await arrive(world, 'bob', '45')
  await hangUp(world, call, incoming)
}

const refusesLetters = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  for (const wrong of ['', '12E', '1\r\n2', '1'.repeat(1_000)]) {
    same(thrownBy(() => call.sendDigits(wrong), wrong.slice(0, 10)).code, 'bad-digits', 'the error')
  }
  await hangUp(world, call, incoming)
}

/** C11: digits during a call. */
export const digitsCases: readonly ContractCase[] = [
  { id: 'C11', name: 'digits arrive, in their order and both ways', run: sendsBothWays },
  { id: 'C11', name: 'the extension behind a number is sent after the answer', run: sendsExtension },
  { id: 'C11', name: 'what is not a digit is not sent', run: refusesLetters },
]
