import { describe, expect, test } from 'vitest'
import { createPhone, type PhoneParts } from '../../index.ts'
import {
  accountContract,
  callerIdsContract,
  createManualClock,
  createOffice,
  demoPeople,
  directoryContract,
  forwardingContract,
  historyContract,
  type OfficeCase,
  type OfficeWorld,
  presenceContract,
  settingsContract,
} from '../index.ts'

const people = demoPeople.map((person) =>
  person.id === 'alice' ? { ...person, callerIds: [{ number: '+31201234500', name: 'Sales' }] } : person,
)
const settle = () => new Promise<void>((resolve) => void setImmediate(resolve))
// more turns of the clock than any story needs
const patience = 5_000

/** A company in memory, and what a contract's world needs of it. */
function simulated(signedIn = true) {
  const clock = createManualClock(Date.UTC(2026, 10, 23, 10))
  const office = createOffice({ clock, people })
  const join = (person: string) => createPhone(office.join(person, { signedIn }), { clock })
  const until = async (condition: () => boolean, what: string) => {
    for (let turn = 0; turn < patience; turn++) {
      if (condition()) return
      clock.advance(1)
      await settle()
    }
    throw new Error(`It never happened that ${what}.`)
  }
  const world = <Slice>(slice: (phone: ReturnType<typeof join>) => Slice): OfficeWorld<Slice> => ({
    alice: slice(join('alice')),
    bob: slice(join('bob')),
    ids: { alice: 'alice', bob: 'bob' },
    another: async (person = 'alice') => slice(join(person)),
    now: () => clock.now(),
    until,
  })
  return { office, world }
}

function play<World>(name: string, contract: readonly OfficeCase<World>[], createWorld: () => World): void {
  describe(name, () => {
    test('every case has a name of its own', () => {
      expect(new Set(contract.map((story) => story.name)).size).toBe(contract.length)
    })
    test.each(contract.map((story) => [`${story.id} ${story.name}`, story] as const))('%s', (_, story) =>
      story.run(createWorld()),
    )
  })
}

play('account', accountContract, () => {
  const { office, world } = simulated(false)
  return {
    ...world((phone) => phone.account),
    credentials: {
      alice: { email: 'alice@example.nl', password: 'alice' },
      bob: { email: 'bob@example.nl', password: 'bob' },
    },
    codeSentToAlice: async () => office.account.codeSentTo('alice') ?? '',
  }
})

play('presence', presenceContract, () => {
  const { office, world } = simulated()
  return {
    ...world((phone) => phone.presence),
    async inCall(person) {
      office.presence.line(person, 'in-call')
      return async () => office.presence.line(person, 'idle')
    },
  }
})

play('directory', directoryContract, () => {
  const { office, world } = simulated()
  const supplier = { name: 'Papierhandel De Wit', number: '+31201112233' }
  const { name, number } = supplier
  office.directory.publish('external', [{ uid: 'supplier', name: { full: name }, phones: [{ number }] }])
  return { ...world((phone) => phone.directory), supplier }
})

play('history', historyContract, () => {
  const { office, world } = simulated()
  let born = 0
  return {
    ...world((phone) => phone.history),
    async happened(person, { direction, kind, startedAt, number, name, talked }) {
      const other = { number, ...(name === undefined ? {} : { name }) }
      const own = { number: '201', personId: person }
      office.history.happened(person, {
        ...{ id: `record-${++born}`, direction, kind, startedAt, via: [], devices: ['Browser'], seen: false },
        from: direction === 'incoming' ? other : own,
        to: direction === 'incoming' ? own : other,
        ...(talked === undefined ? {} : { answeredAt: startedAt + 1_000 }),
        endedAt: startedAt + 1_000 + (talked ?? 0),
      })
    },
  }
})

play('forwarding', forwardingContract, () => simulated().world((phone) => phone.forwarding))
play('settings', settingsContract, () => simulated().world((phone) => phone.settings))
play('caller ids', callerIdsContract, () => simulated().world((phone) => phone.callerIds))

test('a phone that is given a back end has its parts, and only those', () => {
  const { account, history } = createOffice().join('alice')
  const parts: PhoneParts = { account, history }
  expect(Object.keys(createPhone(parts)).sort()).toEqual(['account', 'close', 'history', 'on'])
})
