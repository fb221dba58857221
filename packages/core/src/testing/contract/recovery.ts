import { done, hangUp, hear, keeps, same, statusOf, talk } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const comesBack = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const { connection } = world.alice
  const atBob: string[] = []
  const stop = incoming.subscribe(() => {
    const now = incoming.getSnapshot().remoteConnection
    if (now !== (atBob.at(-1) ?? 'steady')) atBob.push(now)
  })
  const away = world.until(() => connection.getSnapshot().status !== 'online', 'the broken connection is missed')
  world.breakConnection('alice')
  await away
  await world.until(() => connection.getSnapshot().status === 'online', 'the phone is back by itself')
  const told = keeps(world, 'remoteConnectionTold') ? ['reconnecting', 'steady'] : []
  await world.until(() => atBob.length === told.length, `the other side is told: ${told}`)
  same(atBob, told, 'what the other side was told')
  stop()
  same([statusOf(call), statusOf(incoming)], ['connected', 'connected'], 'the statuses')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await done(world, call.hold(), 'the call that went on can be held')
  await done(world, call.resume(), 'and resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, incoming, call)
}

/** C15: a call is not lost. */
export const recoveryCases: readonly ContractCase[] = [
  { id: 'C15', name: 'a connection breaks in a call: the call goes on, and the other side is told', run: comesBack },
]
