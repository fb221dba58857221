import { expect, test } from 'vitest'
import type { LiveCallChanges } from '../store/live-calls.ts'
import type { Store, Writing } from '../store/store.ts'
import type { KeptCall } from '../switch/kept.ts'
import type { FinishedCall } from '../switch/office.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { openKeeper } from './keeper.ts'

const leg = (user: string): KeptCall['legs'][0] => ({
  ...{ user, personId: user, line: user, host: 'localhost', identity: { name: user, number: '201' } },
  ...{ takesReplaces: true, followsConnection: false },
  dialog: {
    ...{ callId: 'c', localTag: 'l', remoteTag: 'r', localSequence: 1, remoteSequence: 1 },
    ...{ localUri: 'sip:a@localhost', remoteUri: 'sip:b@localhost', remoteTarget: 'sip:b@x', routeSet: [] },
  },
  entry: { direction: 'incoming', from: {}, to: {}, via: [], devices: [], startedAt: 1, answeredAt: 2 },
})
const call: KeptCall = { id: 'a', legs: [leg('alice'), leg('bob')] }

/** A keeper over a store in which this is found, and what it writes in order. */
async function employ(found: Awaited<ReturnType<LiveCallChanges['take']>> = { kept: [], lapsed: [] }) {
  const clock = createManualClock(1_000_000)
  const did: string[] = []
  const records: (readonly [string, FinishedCall])[] = []
  let isAway = false
  const liveCalls: LiveCallChanges = {
    put: async (_, { id }) => void did.push(`put ${id}`),
    remove: async (id) => void did.push(`remove ${id}`),
    beat: async (node) => void did.push(`beat ${node}`),
    release: async (node) => void did.push(`release ${node}`),
    take: async () => found,
  }
  const transaction: Store['transaction'] = async (work) => {
    if (isAway) throw new Error('away')
    return work({ liveCalls } as Writing) // a keeper needs no more of it
  }
  const warnings: string[] = []
  const logger = { debug() {}, info() {}, warn: (event: string) => void warnings.push(event), error() {} }
  const keeper = await openKeeper({
    ...{ store: { transaction }, clock, logger, node: 'here', graceMs: 30_000 },
    clerk: {
      write: (_, run) => void run({ liveCalls } as Writing),
      record: (person, record) => void records.push([person, record]),
    },
  })
  const goAway = () => {
    isAway = true
  }
  return { keeper, clock, did, records, warnings, goAway }
}

test('C15 a process says that it lives as long as it has a call, and no longer', async () => {
  const { keeper, clock, did } = await employ()
  clock.advance(20_000)
  expect(did).toEqual([])
  keeper.put(call)
  keeper.put(call)
  clock.advance(5_000)
  clock.advance(5_000)
  expect(did).toEqual(['put a', 'put a', 'beat here', 'beat here'])
  keeper.remove('a')
  clock.advance(5_000)
  clock.advance(5_000)
  expect(did.slice(4)).toEqual(['remove a'])
  keeper.put(call)
  clock.advance(5_000)
  expect(did.slice(5)).toEqual(['put a', 'beat here'])
})

test('C15 what is left is released at the end, and a database that is away does not keep the end from coming', async () => {
  const { keeper, did, warnings, goAway } = await employ()
  keeper.put(call)
  await keeper.close()
  expect(did).toEqual(['put a', 'release here'])
  goAway()
  await keeper.close()
  expect(warnings).toEqual(['calls not released'])
})

test('C15 what is found is gone on with; what is too old ended when it was last heard of; nonsense is neither', async () => {
  const { keeper, records, did } = await employ({
    kept: [
      { id: 'a', at: 5, call },
      { id: 'b', at: 5, call: { id: 'b', legs: [] } },
    ],
    lapsed: [
      { id: 'c', at: 77, call },
      { id: 'd', at: 77, call: null },
    ],
  })
  expect(keeper.found).toEqual([call])
  expect(did).toEqual(['remove b'])
  expect(records).toMatchObject([
    ['alice', { kind: 'answered', endedAt: 77, reason: 'connection-lost' }],
    ['bob', { kind: 'answered', endedAt: 77, reason: 'connection-lost' }],
  ])
})
