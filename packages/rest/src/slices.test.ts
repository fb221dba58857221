import { createPhone, type Phone } from '@offhook/core'
import {
  accountContract,
  callerIdsContract,
  createOffice,
  demoPeople,
  directoryContract,
  forwardingContract,
  historyContract,
  type OfficeCase,
  type OfficePerson,
  type OfficeWorld,
  presenceContract,
  settingsContract,
} from '@offhook/core/testing'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Backend, createBackend, passwordGrant } from './index.ts'
import { mockServer } from './testing/index.ts'

const url = 'https://phone.example.nl'
const people = demoPeople.map((person) =>
  person.id === 'alice' ? { ...person, callerIds: [{ number: '+31201234500', name: 'Sales' }] } : person,
)
const network = setupServer()
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())

type WholePhone = Phone<Backend>

/** A company behind a server that is not there. */
function house(signedIn = true) {
  const office = createOffice({ people })
  network.resetHandlers(...mockServer(office, { url, people }).handlers)
  const join = (person: string): WholePhone => {
    const token = signedIn ? { token: passwordGrant(`${person}@example.nl`, person) } : {}
    const phone = createPhone(createBackend({ url, ...token }))
    onTestFinished(() => phone.close())
    return phone
  }
  const until = async (condition: () => boolean, what: string) => {
    const end = Date.now() + 8_000
    while (!condition()) {
      if (Date.now() > end) throw new Error(`It never happened that ${what}.`)
      await new Promise((resolve) => void setTimeout(resolve, 2))
    }
  }
  const world = async <Slice>(slice: (phone: WholePhone) => Slice): Promise<OfficeWorld<Slice>> => {
    const phones = [join('alice'), join('bob')] as const
    const isIn = ({ account }: WholePhone) => account.getSnapshot().isLive || !signedIn
    await until(() => phones.every(isIn), 'everybody is signed in')
    return {
      alice: slice(phones[0]),
      bob: slice(phones[1]),
      ids: { alice: 'alice', bob: 'bob' },
      async another(person: OfficePerson = 'alice') {
        const phone = join(person)
        await until(() => isIn(phone), 'another window is signed in')
        return slice(phone)
      },
      now: () => Date.now(),
      until,
    }
  }
  return { office, world, until }
}

function play<World>(name: string, contract: readonly OfficeCase<World>[], createWorld: () => Promise<World>): void {
  describe(name, () => {
    test.each(contract.map((story) => [`${story.id} ${story.name}`, story] as const))('%s', async (_, story) => {
      await story.run(await createWorld())
      expect(network.listHandlers().length).toBeGreaterThan(0)
    })
  })
}

play('account', accountContract, async () => {
  const { office, world } = house(false)
  return {
    ...(await world((phone) => phone.account)),
    credentials: {
      alice: { email: 'alice@example.nl', password: 'alice' },
      bob: { email: 'bob@example.nl', password: 'bob' },
    },
    codeSentToAlice: async () => office.account.codeSentTo('alice') ?? '',
  }
})

play('presence', presenceContract, async () => {
  const { office, world } = house()
  return {
    ...(await world((phone) => phone.presence)),
    async inCall(person) {
      office.presence.line(person, 'in-call')
      return async () => office.presence.line(person, 'idle')
    },
  }
})

play('directory', directoryContract, async () => {
  const { office, world } = house()
  const supplier = { name: 'Papierhandel De Wit', number: '+31201112233' }
  const { name, number } = supplier
  office.directory.publish('external', [{ uid: 'supplier', name: { full: name }, phones: [{ number }] }])
  return { ...(await world((phone) => phone.directory)), supplier }
})

play('history', historyContract, async () => {
  const { office, world, until } = house()
  const two = await world((phone) => phone.history)
  const heard = { alice: two.alice.list(), bob: two.bob.list() }
  let born = 0
  return {
    ...two,
    async happened(person, { direction, kind, startedAt, number, name, talked }) {
      const other = { number, ...(name === undefined ? {} : { name }) }
      const own = { number: '201', personId: person }
      const id = `record-${++born}`
      office.history.happened(person, {
        ...{ id, direction, kind, startedAt, via: [], devices: ['Browser'], seen: false },
        from: direction === 'incoming' ? other : own,
        to: direction === 'incoming' ? own : other,
        ...(talked === undefined ? {} : { answeredAt: startedAt + 1_000 }),
        endedAt: startedAt + 1_000 + (talked ?? 0),
      })
      // what is told over the network takes its time
      const isThere = () => heard[person].getSnapshot().records.some((record) => record.id === id)
      await until(isThere, 'a call is in the history')
    },
  }
})

play('forwarding', forwardingContract, () => house().world((phone) => phone.forwarding))
play('settings', settingsContract, () => house().world((phone) => phone.settings))
play('caller ids', callerIdsContract, () => house().world((phone) => phone.callerIds))

test('S5 after signing out no part has anything of who was signed in', async () => {
  const { office, world, until } = house()
  const { alice } = await world((phone) => phone)
  office.directory.publish('external', [{ uid: 'supplier', name: { full: 'Papierhandel De Wit' } }])
  const at = Date.now() - 1_000
  const call = { direction: 'incoming', kind: 'missed', startedAt: at, endedAt: at, via: [], devices: [] } as const
  office.history.happened('alice', { ...call, id: 'one', from: { number: '+31201112233' }, to: {}, seen: false })
  const { presence, forwarding, settings, callerIds, history, directory } = alice
  const list = history.list()
  const documents = { presence, forwarding, settings, callerIds }
  const statuses = () => Object.values(documents).map((document) => document.getSnapshot().status)
  const records = () => list.getSnapshot().records.length
  const people = () => presence.team.getSnapshot().length
  await until(() => statuses().every((status) => status === 'ready'), 'every document is there')
  await until(() => records() === 1 && people() > 1 && directory.search('wit').length === 1, 'the lists are there')
  expect(history.getSnapshot().unseenMissed).toBe(1)
  expect(directory.lookup('+31201112233')).toEqual([])

  await alice.account.signOut()
  await until(() => alice.account.getSnapshot().status === 'signed-out', 'nobody is signed in')
  expect(statuses()).toEqual(['loading', 'loading', 'loading', 'loading'])
  expect([records(), people(), history.getSnapshot().unseenMissed]).toEqual([0, 0, undefined])
  expect([directory.search('wit'), directory.search('jansen'), directory.getSnapshot().books]).toEqual([[], [], []])
  expect(JSON.stringify(alice.account.getSnapshot())).not.toContain('alice')
})
