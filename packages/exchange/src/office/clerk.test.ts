import { expect, test } from 'vitest'
import type { Facts } from '../log/logger.ts'
import { StoreError } from '../store/errors.ts'
import type { Store, Writing } from '../store/store.ts'
import type { FinishedCall } from '../switch/office.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { createClerk } from './clerk.ts'
import { createTelephones } from './telephones.ts'

const call = (id: string): FinishedCall => ({
  ...{ id, direction: 'incoming', kind: 'answered', startedAt: 1, endedAt: 2 },
  ...{ from: {}, to: {}, via: [], devices: [] },
})

/** A clerk over a store that does as it is told with each record, by the id of its call. */
function employ(refuse: (id: string) => unknown) {
  const clock = createManualClock()
  const written: string[][] = []
  const logged: { event: string; facts: Facts }[] = []
  const gone: string[] = []
  const note = (event: string, facts: Facts = {}) => void logged.push({ event, facts })
  const transaction: Store['transaction'] = async (work) => {
    const ids: string[] = []
    const add = async ({ id = '', ...record }: FinishedCall) => {
      const error = refuse(id)
      if (error) throw error
      ids.push(id)
      return { ...record, id, seen: true }
    }
    const result = await work({ history: { add }, tell() {} } as unknown as Writing) // records need no more of it
    written.push(ids)
    return result
  }
  const clerk = createClerk({
    ...{ store: { transaction } as Store, clock, telephones: createTelephones(clock) }, // nothing is read outside
    logger: { debug() {}, info() {}, warn: note, error: note },
    sawDevice() {},
    gone: (person) => void gone.push(person),
  })
  return { clerk, clock, written, logged, gone }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what is told at once is written at once', async () => {
  const { clerk, written } = employ(() => undefined)
  for (const id of ['a', 'b', 'c']) clerk.record('bob', call(id))
  await turn()
  expect(written).toEqual([['a', 'b', 'c']])
})

test('one that nobody will ever take does not keep the others, and is said to be lost', async () => {
  const { clerk, written, logged } = employ((id) => id === 'b' && new StoreError('invalid', 'No.'))
  for (const id of ['a', 'b', 'c']) clerk.record('bob', call(id))
  await turn()
  expect(written).toEqual([['a'], ['c']])
  expect(logged).toEqual([{ event: 'back office cannot write', facts: { lost: 'record', why: 'invalid' } }])
})

test('what belongs to somebody who is gone goes with them, without a word', async () => {
  const { clerk, gone, logged } = employ(() => new StoreError('not-found', 'There is no such person.'))
  clerk.record('bob', call('a'))
  await turn()
  expect(gone).toEqual(['bob'])
  expect(logged).toEqual([])
})

test('a database that is away is tried again, less and less often, and then everything is written in order', async () => {
  let isAway = true
  let tries = 0
  const { clerk, clock, written } = employ((id) => {
    if (id === 'a') tries += 1
    return isAway && new StoreError('unavailable', 'Away.')
  })
  clerk.record('bob', call('a'))
  await turn()
  clerk.record('bob', call('b'))
  for (const ms of [100, 200, 400]) {
    clock.advance(ms - 1)
    await turn()
    const before = tries
    clock.advance(1)
    await turn()
    expect(tries).toBe(before + 1)
  }
  isAway = false
  clock.advance(800)
  await turn()
  expect(written).toEqual([['a', 'b']])
})

test('an error that nobody knows is tried a few times, and not for ever', async () => {
  const { clerk, clock, logged } = employ(() => new Error('What?'))
  clerk.record('bob', call('a'))
  for (let times = 0; times < 10; times += 1) {
    await turn()
    clock.advance(5000)
  }
  expect(logged.filter(({ event }) => event === 'back office cannot write')).toHaveLength(1)
  await clerk.close()
})

test('closing waits for what is under way, and for a database that is away only so long', async () => {
  const { clerk, clock, logged } = employ(() => new StoreError('unavailable', 'Away.'))
  clerk.record('bob', call('a'))
  const closed = clerk.close()
  await turn()
  clock.advance(5000)
  await closed
  expect(logged.at(-1)).toEqual({ event: 'back office closed without the database', facts: { lost: 1 } })
  clerk.record('bob', call('b'))
  expect(logged.at(-1)).toEqual({ event: 'back office closed', facts: { lost: 'record' } })
})
