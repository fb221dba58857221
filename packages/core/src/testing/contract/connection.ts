import { done, ended, hangUp, refusal, same, talk } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const comesAndGoes = async (world: ContractWorld) => {
  const { alice, bob, numbers } = world
  same(bob.connection.getSnapshot().status, 'online', 'the connection')
  await done(world, bob.connection.disconnect(), 'bob is disconnected')
  same(bob.connection.getSnapshot().status, 'offline', 'the connection after that')
  await ended(world, alice.call(numbers.bob), { because: 'unreachable', by: 'network' })
  await ended(world, bob.call(numbers.alice), { because: 'connection-lost', by: 'network' })
  await done(world, bob.connection.connect(), 'bob is connected again')
  same(bob.connection.getSnapshot().status, 'online', 'the connection at last')
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await hangUp(world, call, incoming)
}

const isRefused = async (world: ContractWorld) => {
  const { connection } = world.impostor('bob')
  const error = await refusal(world, connection.connect(), 'a wrong password is refused')
  same(error.code, 'bad-credentials', 'the error')
  same(connection.getSnapshot().status, 'rejected', 'the connection')
}

/** S4: the connection. */
export const connectionCases: readonly ContractCase[] = [
  { id: 'S4', name: 'who disconnects cannot be reached until connected again', run: comesAndGoes },
  { id: 'S4', name: 'a wrong password is refused for good', run: isRefused },
]
