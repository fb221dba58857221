// Every route is asked by nobody, by a colleague and by an administrator, for what is alice's alone.
import { type Route, type RouteName, routes } from '@offhook/rest/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn
let bob: SignedIn
let dave: SignedIn
let hers: Hers
/** Everything that is alice's, before anybody asked. */
let before: Awaited<ReturnType<typeof allOfHers>>

/** The ids of what is alice's. */
interface Hers {
  readonly uid: string
  readonly book: string
  readonly record: string
  readonly picture: string
}

// words and numbers that stand in nothing but what is alice's alone
const name = 'Geheimhouding BV'
const number = '+31655512345'
const contact = { name: { full: name }, phones: [{ number }] }
const rule = { status: 'away', callers: 'outside', situation: 'always', target: { to: 'external', number } }
const hours = { timeZone: 'Europe/Amsterdam', week: [], exceptions: [] }
const theirs = { name: { full: 'Not yours' } }

/** What is asked at each route: the ids are alice's, and the bodies would change something. */
const questions: Record<RouteName, { readonly path?: (it: Hers) => string; readonly body?: unknown }> = {
  capabilities: {},
  signInMethods: {},
  signIn: { body: { grant: 'password', email: 'alice@example.nl', password: 'not hers' } },
  signOut: { body: { everywhere: false } },
  requestPasswordReset: { body: { email: 'nobody@example.nl' } },
  resetPassword: { body: { code: 'made up', password: 'long enough for this' } },
  changePassword: { body: { from: 'not hers', to: 'long enough for this' } },
  sipAccess: {},
  profile: {},
  updateProfile: { body: { theme: 'light' } },
  setPicture: { body: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]) },
  removePicture: {},
  picture: { path: ({ picture }) => picture },
  team: {},
  presenceOf: { path: () => `/v1/presence/${alice.id}` },
  myPresence: {},
  setPresence: { body: { status: 'lunch' } },
  clearPresence: {},
  books: {},
  contacts: { path: () => '/v1/contacts?limit=1000' },
  contact: { path: ({ uid }) => `/v1/contacts/${uid}` },
  createContact: { path: ({ book }) => `/v1/books/${book}/contacts`, body: theirs },
  importContacts: { path: ({ book }) => `/v1/books/${book}/import`, body: { items: [theirs] } },
  updateContact: { path: ({ uid }) => `/v1/contacts/${uid}`, body: theirs },
  removeContact: { path: ({ uid }) => `/v1/contacts/${uid}` },
  star: { path: ({ uid }) => `/v1/me/favourites/${uid}` },
  unstar: { path: ({ uid }) => `/v1/me/favourites/${uid}` },
  history: { path: () => '/v1/me/history?limit=100' },
  removeRecord: { path: ({ record }) => `/v1/me/history/${record}` },
  clearHistory: {},
  missed: {},
  seeHistory: { body: { until: '2030-01-01T00:00:00Z' } },
  historyFigures: {},
  records: { path: () => '/v1/records?limit=100' },
  recordFigures: {},
  forwarding: {},
  saveForwarding: { body: { rules: [] } },
  officeHours: {},
  saveOfficeHours: { body: hours },
  settings: {},
  updateSettings: { body: { callWaiting: true } },
  ringDevice: { path: () => '/v1/me/devices/no-such-device/rings', body: { rings: true } },
  callerIds: {},
  chooseCallerId: { body: { number: null } },
  events: {},
}

const names = Object.keys(routes) as RouteName[] // of a constant object

const ask = (who: Pick<SignedIn, 'ask'>, one: RouteName, headers: Record<string, string> = {}) => {
  const route: Route = routes[one]
  const { path = () => route.path, body } = questions[one]
  const type = route.bytes ? { 'content-type': 'image/png' } : {}
  return who.ask(`${route.method} ${path(hers)}`, { body, headers: { ...type, ...headers } })
}

/** Everything that is alice's, as she sees it. */
const allOfHers = async () => {
  const paths = [
    'me',
    `contacts?book=${hers.book}`,
    'me/history?limit=100',
    'me/history/missed',
    'me/forwarding',
    'me/settings',
  ]
  const all = await Promise.all([...paths, 'me/presence', 'me/caller-ids'].map((path) => alice.ask(`GET /v1/${path}`)))
  return all.map(({ body }) => body)
}

/** What does not end. */
const streams = new Set<RouteName>(['events'])
/** What ends the session it is asked with. */
const ends = new Set<RouteName>(['signOut'])
const answering = names.filter((one) => !streams.has(one) && !ends.has(one))

beforeAll(async () => {
  company = await openCompany({ demo: true, people: [] })
  ;[alice, bob, dave] = await Promise.all([company.signIn('alice'), company.signIn('bob'), company.signIn('dave')])
  const { body: books } = await alice.ask('GET /v1/books')
  const book = String(books.items.find(({ kind }) => kind === 'personal')?.id)
  const { body: made } = await alice.ask(`POST /v1/books/${book}/contacts`, { body: contact })
  await alice.ask(`PUT /v1/me/favourites/${made.uid}`)
  await alice.ask('PUT /v1/me/forwarding', { body: { rules: [rule], ownHours: hours } })
  const { body: history } = await alice.ask('GET /v1/me/history?limit=1')
  hers = { uid: String(made.uid), book, record: String(history.items[0]?.id), picture: '/v1/pictures/guessed' }
  before = await allOfHers()
}, 90_000)
afterAll(() => company.close())

describe('nobody', () => {
  test.each(names.filter((one) => (routes[one] as Route).auth !== 'nobody'))('gets nothing from %s', async (one) => {
    const { status, headers, body } = await ask(company, one)
    expect([status, body.code, headers.get('www-authenticate')]).toEqual([401, 'signed-out', 'Bearer'])
  })

  test.each(names.filter((one) => (routes[one] as Route).auth === 'nobody'))('learns nothing from %s', async (one) => {
    const { status, body } = await ask(company, one)
    const wanted: Partial<Record<RouteName, number>> = {
      ...{ signIn: 401, resetPassword: 401, requestPasswordReset: 202, picture: 404 },
    }
    expect(status).toBe(wanted[one] ?? 200)
    expect(JSON.stringify(body)).not.toMatch(/alice/i)
  })
})

describe('a colleague', () => {
  test.each(answering)('sees nothing of alice and changes nothing with %s', async (one) => {
    const { status, body } = await ask(bob, one)
    const route: Route = routes[one]
    if (route.auth === 'admin') expect([status, body.code]).toEqual([403, 'not-allowed'])
    else if (/\{(uid|book|id)\}/.test(route.path) && one !== 'presenceOf')
      expect([status, body.code]).toEqual([404, 'not-found'])
    else expect(status).not.toBe(404)
    const text = JSON.stringify(body)
    for (const word of [name, number, hers.uid, hers.book, hers.record]) expect(text).not.toContain(word)
    expect(await allOfHers()).toEqual(before)
  })

  test('does not find her contact, however it is asked for', async () => {
    for (const query of [
      `text=${encodeURIComponent('geheim')}`,
      `number=${encodeURIComponent(number)}`,
      'favourite=true',
    ]) {
      expect((await bob.ask(`GET /v1/contacts?${query}`)).body.items, query).toEqual([])
      expect((await alice.ask(`GET /v1/contacts?${query}`)).body.items.length, query).toBe(1)
    }
    const { status, body } = await bob.ask(`GET /v1/contacts?book=${hers.book}`)
    expect([status, body.code]).toEqual([404, 'not-found'])
  })
})

describe('an administrator', () => {
  test.each(answering.filter((one) => one !== 'saveOfficeHours'))(
    'sees nothing personal of alice and changes nothing of hers with %s',
    async (one) => {
      const { status, body } = await ask(dave, one)
      const route: Route = routes[one]
      if (route.auth === 'admin') expect(status).toBe(200)
      if (/\{(uid|book)\}/.test(route.path)) expect([status, body.code]).toEqual([404, 'not-found'])
      const text = JSON.stringify(body)
      for (const word of [name, number, hers.uid, hers.book]) expect(text).not.toContain(word)
      expect(await allOfHers()).toEqual(before)
    },
  )

  test('W4 reads the calls of the company, whose each was', async () => {
    const { body } = await dave.ask(`GET /v1/records?limit=100&person=${alice.id}`)
    const { body: history } = await alice.ask('GET /v1/me/history?limit=100')
    expect(body.items.length).toBe(45)
    expect(history.items.length).toBe(45)
    expect(body.items.every(({ personId }) => personId === alice.id)).toBe(true)
    const { body: figures } = await dave.ask(`GET /v1/records/figures?person=${alice.id}`)
    expect(figures).toEqual((await alice.ask('GET /v1/me/history/figures')).body)
  })

  test('keeps the phonebook of the company and the hours of the office, and not the list of colleagues', async () => {
    const made = await dave.ask('POST /v1/books/external/contacts', { body: theirs })
    expect(made.status).toBe(201)
    expect((await bob.ask(`GET /v1/contacts/${made.body.uid}`)).body.readOnly).toBe(true)
    expect((await dave.ask(`DELETE /v1/contacts/${made.body.uid}`)).status).toBe(204)
    expect((await dave.ask('POST /v1/books/internal/contacts', { body: theirs })).status).toBe(403)
    expect((await dave.ask('PUT /v1/office-hours', { body: hours })).status).toBe(200)
    expect((await alice.ask('GET /v1/me/forwarding')).body.officeHours).toEqual(hours)
  })
})
