import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPhone } from '../index.ts'
import {
  type ContractCase,
  type ContractPerson,
  type ContractWorld,
  callContract,
  createManualClock,
  createNetwork,
  demoPeople,
  type Latency,
} from './index.ts'

// more turns of the clock than any story needs, ringing excluded
const patience = 5_000
const everybody: readonly ContractPerson[] = ['alice', 'bob', 'carol', 'dave']
const byPerson = <T>(value: (person: ContractPerson) => T) =>
  Object.fromEntries(everybody.map((person) => [person, value(person)])) as Record<ContractPerson, T>
const settle = () => new Promise<void>((resolve) => void setImmediate(resolve))

function simulated(latency?: Latency): { world: ContractWorld; open(): Promise<void> } {
  const clock = createManualClock()
  const network = createNetwork({ clock, ...(latency === undefined ? {} : { latency }) })
  const entry = (person: ContractPerson) => demoPeople.find(({ id }) => id === person)
  const join = (person: ContractPerson, password?: string) =>
    createPhone(network.join(person, password === undefined ? {} : { password }), { clock })

  const until: ContractWorld['until'] = async (condition, what) => {
    for (let turn = 0; turn < patience; turn++) {
      if (await condition()) return
      clock.advance(1)
      await settle()
    }
    throw new Error(`It never happened that ${what}.`)
  }
  const online = async (phone: ReturnType<typeof join>) => {
    const connected = phone.connection.connect()
    await until(() => phone.connection.getSnapshot().status === 'online', 'a telephone is online')
    return connected
  }
  const phones = byPerson((person) => join(person))
  const world: ContractWorld = {
    ...phones,
    numbers: byPerson((person) => entry(person)?.number ?? ''),
    names: byPerson((person) => entry(person)?.name ?? ''),
    differences: {},
    async another(person) {
      const phone = join(person)
      await online(phone)
      return phone
    },
    impostor: (person) => join(person, 'wrong'),
    breakConnection(person) {
      network.cut(person)
      clock.after(200, () => network.restore(person))
    },
    hears: async (person) => network.hears(person) as readonly ContractPerson[],
    digitsHeardBy: async (person) => network.digitsHeardBy(person),
    liveMicrophones: async () => network.callsInProgress(),
    until,
  }
  return {
    world,
    async open() {
      for (const phone of Object.values(phones)) await online(phone)
    },
  }
}

async function play({ run }: ContractCase, latency?: Latency): Promise<void> {
  const { world, open } = simulated(latency)
  await open()
  await run(world)
}

const titles = callContract.map(({ id, name }) => `${id} ${name}`)

test('every case of the contract has a name of its own', () => {
  expect(new Set(titles).size).toBe(callContract.length)
})

const stories = callContract.map((story, at) => [titles[at], story] as const)

test.each(stories)('%s', (_, story) => play(story))

test.each(stories)('%s, on a network of changing delays', async (_, story) => {
  for (const seed of [1, 2]) {
    const delays = fc.sample(fc.integer({ min: 0, max: 40 }), { numRuns: 200, seed })
    let sent = 0
    await play(story, () => delays[sent++ % delays.length] ?? 0)
  }
})
