import { type Contact, createPhone } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { createBackend } from '../index.ts'
import { type Arrived, createFakeServer, createFakeStreams, json, problem } from '../testing/fake-server.fixture.ts'

const contact = (uid: string, more: Partial<Contact> = {}) => ({
  ...{ uid, book: 'company', kind: 'individual', name: { full: `Name ${uid}` }, etag: '"1"' },
  ...{ organizations: [], titles: [], phones: [], emails: [], readOnly: false, favourite: false },
  ...more,
})
const book = (id: string, held: 'whole' | 'asked' = 'whole') => ({
  id,
  name: id,
  kind: 'external',
  readOnly: false,
  held,
})

/** Phonebooks at a server whose pages have two contacts. */
async function open(books = [book('company')], contacts: ReturnType<typeof contact>[] = []) {
  const server = createFakeServer()
  const streams = createFakeStreams(server)
  const kept = { books, contacts }
  const page = ({ line }: Arrived) => {
    const query = new URL(line.split(' ')[1] ?? '', 'http://x').searchParams
    const fits = kept.contacts.filter(
      (one) => (query.get('book') ?? one.book) === one.book && (!query.has('favourite') || one.favourite),
    )
    const from = Number(query.get('cursor') ?? 0)
    return json({ items: fits.slice(from, from + 2), ...(from + 2 < fits.length && { next: String(from + 2) }) })
  }
  server.on('GET /v1/events', streams.answer)
  server.on('GET /v1/books', () => json({ items: kept.books }))
  server.on('GET /v1/contacts', page)
  const backend = createBackend({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, token: async () => 'opaque' },
  })
  const { directory, close } = createPhone({ directory: backend.directory }, { clock: server.clock })
  onTestFinished(close)
  await server.until(() => directory.getSnapshot().status === 'ready', 'the phonebooks are read')
  const uids = () =>
    directory
      .list({ limit: 100 })
      .map(({ uid }) => uid)
      .sort()
  const shows = (...wanted: string[]) => server.until(() => uids().join() === wanted.join(), `there are ${wanted}`)
  return { ...server, streams, directory, uids, shows, kept }
}

test('D1 a phonebook is read to its last page', async () => {
  const all = ['a', 'b', 'c', 'd', 'e']
  const { uids, at } = await open(
    [book('company')],
    all.map((uid) => contact(uid)),
  )
  expect([uids(), at('GET /v1/contacts').length]).toEqual([all, 3])
})

test('D1 of a book that is too large to hold only the favourites are brought, and the rest is asked', async () => {
  const huge = { book: 'huge' }
  const { uids, directory, next, streams, shows } = await open(
    [book('company'), book('huge', 'asked')],
    [contact('a'), contact('star', { ...huge, favourite: true }), contact('other', huge)],
  )
  expect(uids()).toEqual(['a', 'star'])
  next('GET /v1/contacts?text=oth', () => json({ items: [contact('other', huge)] }))
  expect((await directory.find('oth')).map(({ uid }) => uid)).toEqual(['other'])
  // what nobody here holds is not held because it changed elsewhere; what is starred is
  streams.event(1, 'contact.updated', contact('third', huge))
  streams.event(2, 'contact.updated', contact('fourth', { ...huge, favourite: true }))
  await shows('a', 'fourth', 'star')
})

test('D1 a book of which too much changed is read anew by itself, and what is gone from it is gone', async () => {
  const { streams, shows, kept, at } = await open(
    [book('company'), book('own')],
    [contact('a'), contact('b'), contact('mine', { book: 'own' })],
  )
  kept.contacts = [contact('b'), contact('c'), contact('mine', { book: 'own' })]
  const before = at('GET /v1/contacts?book=own').length
  streams.event(1, 'book.reset', { id: 'company' })
  streams.event(2, 'contact.updated', contact('d'))
  await shows('b', 'c', 'd', 'mine')
  expect(at('GET /v1/contacts?book=own').length).toBe(before)
})

test('D1 a book that is new is read, and one that changed is shown so', async () => {
  const { streams, shows, kept, directory, until } = await open(
    [book('company')],
    [contact('a'), contact('x', { book: 'extra' })],
  )
  kept.books = [book('company'), book('extra')]
  streams.event(1, 'book.updated', book('extra'))
  await shows('a', 'x')
  streams.event(2, 'book.updated', { ...book('company'), size: 7 })
  await until(() => directory.getSnapshot().books.some(({ id, size }) => id === 'company' && size === 7), 'its size')
  await shows('a', 'x')
})

test('D1 after something was missed, what is not there any more is gone', async () => {
  const { streams, shows, kept } = await open([book('company')], [contact('a'), contact('b'), contact('c')])
  kept.contacts = [contact('b')]
  streams.event(9, 'stream.reset', {})
  await shows('b')
})

test('D1 a book that cannot be read is told, and read as soon as it can be', async () => {
  const { streams, next, directory, until, kept, shows } = await open([book('company')], [contact('a')])
  kept.contacts = [contact('b')]
  const bad = () => problem(500, 'refused')
  next('GET /v1/books', bad, bad, bad)
  streams.event(9, 'stream.reset', {})
  await until(() => directory.getSnapshot().failures.length > 0, 'it is told')
  await shows('b')
  expect(directory.getSnapshot().failures).toEqual([])
})

test('D3 a change that is based on what is old brings what is new, and is refused', async () => {
  const { on, directory, until, at } = await open([book('company')], [contact('a')])
  on('PUT /v1/contacts/a', () => problem(412, 'conflict'))
  on('GET /v1/contacts/a', () => json(contact('a', { name: { full: 'Renamed meanwhile' }, etag: '"2"' })))
  const [known] = directory.list()
  if (known === undefined) throw new Error('There is no contact.')
  let code: string | undefined
  directory.update(known, { name: { full: 'Mine' } }).catch((error) => {
    code = error.code
  })
  await until(() => code !== undefined, 'it is refused')
  expect([code, at('PUT /v1/contacts/a')[0]?.headers.get('if-match')]).toEqual(['conflict', '"1"'])
  expect(directory.of('a').getSnapshot()).toMatchObject({ name: { full: 'Renamed meanwhile' }, etag: '"2"' })
})

test('D6 of many contacts each is added or not by itself', async () => {
  const { on, directory, until, at } = await open([book('own')], [])
  const errors = [{ pointer: '/phones/0/number', code: 'bad-number', detail: 'A number has digits.' }]
  on('POST /v1/books/own/import', () =>
    json({
      items: [contact('new', { book: 'own' }), { code: 'invalid', errors }, { code: 'something-new', errors: [] }],
    }),
  )
  let report: Awaited<ReturnType<typeof directory.createMany>> | undefined
  directory.createMany(['x', 'y', 'z'].map((full) => ({ name: { full } }))).then((it) => {
    report = it
  })
  await until(() => report !== undefined, 'it is done')
  expect(report?.added.map(({ uid }) => uid)).toEqual(['new'])
  expect(report?.failed.map(({ at: place, error }) => [place, error.code, error.problems.length])).toEqual([
    [1, 'invalid', 1],
    [2, 'invalid', 0],
  ])
  expect(at('POST /v1/books/own/import')[0]?.headers.get('idempotency-key')).toBeTruthy()
})
