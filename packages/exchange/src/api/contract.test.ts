// The contract of every slice, kept by the client of @offhook/rest with a running exchange, on both databases.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPhone, type Phone } from '@offhook/core'
import {
  accountContract,
  callerIdsContract,
  directoryContract,
  forwardingContract,
  type HistoryWorld,
  historyContract,
  type OfficeCase,
  type OfficePerson,
  type OfficeWorld,
  presenceContract,
  settingsContract,
} from '@offhook/core/testing'
import { type Backend, createBackend, passwordGrant } from '@offhook/rest'
import { afterAll, beforeAll, describe, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import { provision } from '../config/provision.ts'
import type { ExchangeConfig } from '../config/schema.ts'
import { toSettings } from '../config/settings.ts'
import { listen, serve } from '../serve.ts'
import { externalBook } from '../store/books.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { quiet } from '../store/testing/databases.ts'
import { freshFolder } from '../store/testing/fresh-folder.ts'
import { startServer } from '../store/testing/postgres.ts'
import { connected, signIn } from '../testing/raw-phone.ts'
import { missedNews, recordNews } from './news.ts'

// longer than a story waits for anything: then it is told what never happened, and not that time was up
vi.setConfig({ testTimeout: 20_000 })

type WholePhone = Phone<Backend>

const supplier = { name: 'Papierhandel De Wit', number: '+31201112233' }

/** Where things are kept, and what takes it away. */
interface Place {
  readonly config: ExchangeConfig
  remove(): Promise<void>
}

const places: readonly { readonly name: string; make(): Promise<Place> }[] = [
  { name: 'PGlite', make: async () => ({ config: {}, remove: async () => {} }) },
  {
    name: 'PostgreSQL 15',
    async make() {
      const server = await startServer()
      return { config: { databaseUrl: await server.database() }, remove: server.stop }
    },
  },
]

const callerIds = [{ number: '+31201234500', name: 'Sales' }, { number: '+31201234501' }]

const mostStories = 40

/** An alice and a bob for each story. */
const everybody = Array.from({ length: mostStories }, (_, at) => [
  ...(['alice', 'bob'] as const).map((name, turn) => ({
    ...{ user: `${name}${at + 1}`, extension: `${1000 + at * 2 + turn}`, name, password: name, callerIds },
    email: `${name}${at + 1}@example.nl`,
  })),
]).flat()

/** An exchange with everybody who plays. */
async function openHouse({ config }: Place) {
  const data =
    config.databaseUrl === undefined ? await freshFolder() : await mkdtemp(join(tmpdir(), 'offhook-contract-'))
  // letters are files in demo mode; the company is made here, not by the demo
  const settings = { ...toSettings({ port: 0, data, realm: 'offhook', ...config }), demo: true }
  const world = { settings, clock: systemClock, logger: quiet }
  const store = await openStore(
    config.databaseUrl === undefined ? { data } : { databaseUrl: config.databaseUrl },
    world,
  )
  await provision(store, { ...settings, demo: false, people: everybody })
  const listening = await listen(settings)
  const end = await serve(world, store, listening)
  await store.transaction((tx) =>
    tx.contactsOf({ id: 'nobody', role: 'admin' }).create(externalBook, {
      name: { full: supplier.name },
      phones: [{ number: supplier.number }],
    }),
  )
  let stories = 0
  return {
    ...{ url: listening.address.url, store, data },
    /** Two people nobody else has played with. */
    async newStory(): Promise<Cast> {
      stories += 1
      const idOf = async (name: OfficePerson) => (await store.people.byUser(`${name}${stories}`))?.id ?? ''
      return { number: stories, ids: { alice: await idOf('alice'), bob: await idOf('bob') } }
    },
    async close() {
      await end()
      await store.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Who plays in one story. */
interface Cast {
  readonly number: number
  readonly ids: Readonly<Record<OfficePerson, string>>
}

const until = async (condition: () => boolean, what: string) => {
  const end = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`It never happened that ${what}.`)
    await new Promise((resolve) => void setTimeout(resolve, 5))
  }
}

/** The world of one story, with the windows of its people. */
async function worldOf<Slice>(
  { url }: { readonly url: string },
  { number, ids }: Cast,
  { slice, isSignedIn = true }: { slice(phone: WholePhone): Slice; readonly isSignedIn?: boolean },
): Promise<OfficeWorld<Slice>> {
  const another = async (person: OfficePerson = 'alice') => {
    const token = isSignedIn ? { token: passwordGrant(`${person}${number}@example.nl`, person) } : {}
    const phone = createPhone(createBackend({ url, ...token }))
    onTestFinished(() => phone.close())
    await until(() => !isSignedIn || phone.account.getSnapshot().isLive, `${person} is signed in`)
    return slice(phone)
  }
  return { alice: await another(), bob: await another('bob'), ids, another, now: Date.now, until }
}

describe.each(places)('on $name', ({ make }) => {
  let place: Place
  let house: Awaited<ReturnType<typeof openHouse>>
  beforeAll(async () => {
    place = await make()
    house = await openHouse(place)
  }, 90_000)
  afterAll(async () => {
    await house?.close()
    await place?.remove()
  })

  const play = <World>(name: string, contract: readonly OfficeCase<World>[], world: (cast: Cast) => Promise<World>) =>
    describe(name, () => {
      test.each(contract.map((story) => [`${story.id} ${story.name}`, story] as const))('%s', async (_, story) => {
        await story.run(await world(await house.newStory()))
      })
    })
  const telephone = async (user: string, password: string) => {
    const phone = await signIn(`${house.url.replace('http', 'ws')}/sip`, user, { password })
    onTestFinished(() => phone.vanish())
    return phone
  }

  play('account', accountContract, async (cast) => ({
    ...(await worldOf(house, cast, { slice: ({ account }) => account, isSignedIn: false })),
    credentials: {
      alice: { email: `alice${cast.number}@example.nl`, password: 'alice' },
      bob: { email: `bob${cast.number}@example.nl`, password: 'bob' },
    },
    codeSentToAlice: () => codeSentTo(house.data, `alice${cast.number}@example.nl`),
  }))

  play('presence', presenceContract, async (cast) => ({
    ...(await worldOf(house, cast, { slice: ({ presence }) => presence })),
    async inCall(person) {
      const other = person === 'alice' ? 'bob' : 'alice'
      const [mine, theirs] = [await telephoneOf(person), await telephoneOf(other)]
      const { callerSide, calleeSide } = await connected(mine, theirs, `${other}${cast.number}`)
      return async () => {
        mine.inside(callerSide, 'BYE')
        await theirs.hungUp(calleeSide)
      }
      async function telephoneOf(name: OfficePerson) {
        const { user, password } = await sipAccess(house.url, `${name}${cast.number}`, name)
        return telephone(user, password)
      }
    },
  }))

  play('directory', directoryContract, async (cast) => ({
    ...(await worldOf(house, cast, { slice: ({ directory }) => directory })),
    supplier,
  }))

  play('history', historyContract, async (cast) => {
    const world = await worldOf(house, cast, { slice: ({ history }) => history })
    return { ...world, happened: (person, call) => writeDown(house.store, cast.ids[person], call) }
  })

  play('forwarding', forwardingContract, (cast) => worldOf(house, cast, { slice: ({ forwarding }) => forwarding }))

  play('settings', settingsContract, async (cast) => {
    const { user, password } = await sipAccess(house.url, `alice${cast.number}`, 'alice')
    await telephone(user, password)
    return worldOf(house, cast, { slice: ({ settings }) => settings })
  })

  play('caller ids', callerIdsContract, (cast) => worldOf(house, cast, { slice: ({ callerIds }) => callerIds }))
})

/** What somebody registers with. */
async function sipAccess(url: string, user: string, password: string) {
  const backend = createBackend({ url, token: passwordGrant(`${user}@example.nl`, password) })
  const phone = createPhone(backend)
  onTestFinished(() => phone.close())
  const access = await backend.sip()
  return { user: access.user, password: await access.password() }
}

/** The code of the letter that was sent to somebody. */
async function codeSentTo(data: string, email: string): Promise<string> {
  const folder = join(data, 'mail')
  for (let tries = 0; tries < 200; tries += 1) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.eml'))) {
      const letter = (await readFile(join(folder, name), 'utf8')).replaceAll('=\r\n', '').replaceAll('=3D', '=')
      if (letter.includes(`To: ${email}`)) return /#reset=([\w-]+)/.exec(letter)?.[1] ?? ''
    }
    await new Promise((resolve) => void setTimeout(resolve, 20))
  }
  throw new Error(`No letter was sent to ${email}.`)
}

/** A call as it stands in the history when it is over, at a time of its own. */
async function writeDown(
  store: Store,
  personId: string,
  { direction, kind, startedAt, number, name, talked }: Parameters<HistoryWorld['happened']>[1],
): Promise<void> {
  const other = { number, ...(name !== undefined && { name }) }
  const own = { number: '201', personId }
  await store.transaction(async ({ history, tell }) => {
    const record = await history.add({
      ...{ personId, direction, kind, startedAt, via: [], devices: [], endedAt: startedAt + 1_000 + (talked ?? 0) },
      ...(direction === 'incoming' ? { from: other, to: own } : { from: own, to: other }),
      ...(talked !== undefined && { answeredAt: startedAt + 1_000 }),
    })
    tell(recordNews(personId, record))
    tell(missedNews(personId, await history.unseen(personId)))
  })
}
