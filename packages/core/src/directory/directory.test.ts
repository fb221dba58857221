import { describe, expect, test, vi } from 'vitest'
import { OffhookError } from '../errors.ts'
import { createStore } from '../kernel/store.ts'
import type { ContactFields } from './contact.ts'
import { contact, crm, personal, ready, staged, uids, withNumber } from './directory.fixture.ts'
import { createDirectory } from './directory.ts'

describe('D1 many sources', () => {
  test('it is ready when each was read, or failed', () => {
    const [one, other] = [staged(), staged()]
    const { slice } = createDirectory([one.source, other.source])
    one.tell().books([personal])
    one.tell().contacts([contact('a', 'Ada')])
    expect(slice.getSnapshot()).toMatchObject({ status: 'loading', count: 1 })
    one.tell().complete()
    expect(slice.getSnapshot().status).toBe('loading')
    const error = new OffhookError('unavailable')
    other.tell().failed(error)
    expect(slice.getSnapshot()).toMatchObject({ status: 'ready', failures: [error], books: [personal] })
    other.tell().complete()
    expect(slice.getSnapshot().failures).toEqual([])
  })

  test('what a second reading does not bring is gone, and what it brings again is not told', () => {
    const { directory, tell } = ready([contact('a', 'Ada'), contact('b', 'Bob')])
    const [told, count] = [vi.fn(), () => directory.getSnapshot().count]
    directory.of('a').subscribe(told)
    tell().begin()
    tell().contacts([contact('a', 'Ada')])
    expect(count()).toBe(2)
    tell().complete()
    expect([count(), told.mock.calls.length, directory.search('bob')]).toEqual([1, 0, []])
  })

  test('the contacts of a book that is gone are gone', () => {
    const { directory, tell } = ready([contact('a', 'Ada'), contact('b', 'Bob', { book: 'other' })], {}, personal)
    tell().books([personal])
    expect(uids(directory.list())).toEqual(['a'])
  })

  test('a source of your own comes and goes with its contacts', () => {
    const { directory } = ready([contact('a', 'Ada')])
    const other = staged()
    const remove = directory.addSource(other.source)
    expect(directory.getSnapshot().status).toBe('loading')
    other.tell().books([{ ...crm, held: 'whole' }])
    other.tell().contacts([contact('x', 'Xenia', { book: 'crm' })])
    other.tell().complete()
    expect(uids(directory.search('xe'))).toEqual(['x'])
    remove()
    remove()
    expect(other.stops()).toBe(1)
    expect([directory.search('xe'), directory.getSnapshot().count]).toEqual([[], 1])
  })

  test('where nothing can be written, writing is not offered', () => {
    const { directory } = ready([contact('a', 'Ada')])
    const unsupported = expect.objectContaining({ code: 'unsupported' })
    expect(() => directory.create({ name: { full: 'x' } })).toThrow(unsupported)
    expect(() => directory.update(contact('a', 'Ada'), { name: { full: 'x' } })).toThrow(unsupported)
    expect(() => directory.favourite(contact('a', 'Ada'))).toThrow(unsupported)
    expect(() => directory.favourite({ uid: 'nobody' })).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

describe('D2 lists', () => {
  const star = (uid: string, full: string) => contact(uid, full, { favourite: true })

  test('D4 favourites come first, in stretches of any size', () => {
    const all = [contact('1', 'Ann'), star('2', 'Zed'), contact('3', 'Bob'), star('4', 'Mia'), contact('5', 'Cas')]
    const { directory } = ready(all)
    const wanted = ['4', '2', '1', '3', '5']
    expect(uids(directory.list())).toEqual(wanted)
    for (const limit of [1, 2, 3]) {
      const stretches = [0, 1, 2, 3, 4, 5].filter((at) => at % limit === 0)
      const read = stretches.flatMap((offset) => directory.list({ limit, offset }))
      expect(uids(read), `by ${limit}`).toEqual(wanted)
    }
    expect(uids(directory.getSnapshot().favourites)).toEqual(['4', '2'])
    expect(directory.list({ book: 'other' })).toEqual([])
  })

  test('D2 favourites are found first, then whom one called lately, then by name', () => {
    const { directory } = ready([
      contact('1', 'Jan A'),
      contact('2', 'Jan B'),
      contact('3', 'Jan C'),
      star('4', 'Jan D'),
    ])
    directory.used('2')
    directory.used('3')
    expect(uids(directory.search('jan'))).toEqual(['4', '3', '2', '1'])
    expect(uids(directory.search('jan', { limit: 2 }))).toEqual(['4', '3'])
    expect(directory.search('  ')).toEqual([])
  })
})

describe('C1 who calls', () => {
  const caller = (number?: string) =>
    createStore<{ remote: { number?: string } }>({ remote: number === undefined ? {} : { number } })

  test('is a favourite before the own phonebook before colleagues', () => {
    const number = '+31201234567'
    const source = staged()
    const { slice } = createDirectory([source.source])
    source.tell().books([personal, { ...personal, id: 'internal', kind: 'internal' }])
    source
      .tell()
      .contacts([
        withNumber('colleague', 'Bob', number, { book: 'internal' }),
        withNumber('own', 'My Bob', number),
        withNumber('starred', 'Dear Bob', number, { book: 'internal', favourite: true }),
        withNumber('other', 'Ada', '+31209999999'),
      ])
    expect(uids(slice.lookup('020-1234567'))).toEqual(['starred', 'own', 'colleague'])
    expect(slice.lookup('not a number!')).toEqual([])
  })

  test('is known as soon as the contact is there, and anew when the other side changes', () => {
    const { directory, tell } = ready([])
    const call = caller('+31201234567')
    const match = directory.match(call)
    const told = vi.fn()
    const stop = match.subscribe(told)
    expect(match.getSnapshot()).toBeUndefined()
    tell().contacts([withNumber('a', 'Ada', '020 123 4567'), withNumber('b', 'Bob', '202')])
    expect([match.getSnapshot()?.uid, told.mock.calls.length]).toEqual(['a', 1])
    expect(match.getSnapshot()).toBe(match.getSnapshot())
    call.set({ remote: { number: '202' } })
    expect([match.getSnapshot()?.uid, told.mock.calls.length]).toEqual(['b', 2])
    stop()
    call.set({ remote: {} })
    expect([match.getSnapshot(), told.mock.calls.length]).toEqual([undefined, 2])
  })

  test('is asked for at the source of a book too large to hold, once', async () => {
    const lookup = vi.fn(async () => [withNumber('x', 'Xenia', '+31207777777', { book: 'crm' })])
    const { directory } = ready([], { lookup }, crm)
    const match = directory.match(caller('020 777 7777'))
    match.subscribe(() => {})
    await vi.waitFor(() => expect(match.getSnapshot()?.uid).toBe('x'))
    expect(lookup).toHaveBeenCalledExactlyOnceWith('+31207777777', {})
    expect((await directory.identify('0207777777'))?.uid).toBe('x')
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  test('stays unknown when the source fails, or the number is withheld', async () => {
    const lookup = vi.fn(() => Promise.reject(new Error('down')))
    const { directory } = ready([], { lookup }, crm)
    expect(await directory.identify('+31207777777')).toBeUndefined()
    expect(directory.match(caller()).getSnapshot()).toBeUndefined()
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  test('is everybody who has the number, as they come and go', () => {
    const number = '+31201234567'
    const all = ['a', 'b', 'c'].map((uid) => withNumber(uid, uid, number))
    const { directory, tell } = ready(all)
    const known = () => uids(directory.lookup('020 123 4567'))
    expect(known()).toEqual(['a', 'b', 'c'])
    tell().contacts([withNumber('b', 'b', '202'), contact('a', 'a', { phones: [{ number }, { number }] })])
    expect([known(), uids(directory.lookup('202'))]).toEqual([['c', 'a'], ['b']])
    tell().removed(['c', 'a'])
    expect([known(), uids(directory.lookup('202'))]).toEqual([[], ['b']])
    tell().contacts(all)
    expect([known().sort(), directory.lookup('202')]).toEqual([['a', 'b', 'c'], []])
  })

  test('is another one when numbers change, and nobody when the contact is gone', () => {
    const { directory, tell } = ready([withNumber('a', 'Ada', '+31201234567')])
    tell().contacts([withNumber('a', 'Ada', '+31209999999')])
    expect(directory.lookup('+31201234567')).toEqual([])
    expect(uids(directory.lookup('+31209999999'))).toEqual(['a'])
    tell().removed(['a'])
    expect(directory.lookup('+31209999999')).toEqual([])
  })
})

describe('D3 writing', () => {
  const create = (_: string, fields: ContactFields) =>
    Promise.resolve(contact('new', fields.name.full, { phones: fields.phones ?? [] }))

  test('D5 the other side of a call or a record becomes a contact', async () => {
    const { directory } = ready([], { create })
    const record = { direction: 'incoming', from: { name: 'Jan', number: '0612345678' }, to: {} } as const
    const made = await directory.createFrom(record)
    expect([made.name.full, made.phones]).toEqual(['Jan', [{ number: '+31612345678' }]])
    const call = createStore({ remote: { number: '+31201234567' } })
    const named = await directory.createFrom(call, { name: { full: 'Ada' } })
    expect([named.name.full, named.phones]).toEqual(['Ada', [{ number: '+31201234567' }]])
    expect(() => directory.createFrom({ ...record, from: {} })).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  test('what is written is there at once, and the news of it changes nothing', async () => {
    const { directory, tell } = ready([], { create })
    const made = await directory.create({ name: { full: ' Ada ' } })
    expect([made.name.full, directory.of('new').getSnapshot()]).toEqual(['Ada', made])
    const told = vi.fn()
    directory.of('new').subscribe(told)
    tell().contacts([{ ...made }])
    expect(told).not.toHaveBeenCalled()
  })

  test('an update says on which version it is based', async () => {
    const update = vi.fn(async (uid: string, fields: ContactFields) => contact(uid, fields.name.full, { etag: '"2"' }))
    const { directory } = ready([contact('a', 'Ada', { etag: '"1"' })], { update })
    await directory.update(contact('a', 'Ada', { etag: '"1"' }), { name: { full: 'Ada L.' } })
    expect(update).toHaveBeenCalledWith('a', { name: { full: 'Ada L.' } }, { etag: '"1"' })
    expect(directory.of('a').getSnapshot()?.etag).toBe('"2"')
  })

  test.each<[string, ContactFields, string]>([
    ['no name', { name: { full: '  ' } }, '/name/full required'],
    ['a number that is none', { name: { full: 'A' }, phones: [{ number: 'x y' }] }, '/phones/0/number bad-number'],
    ['an address as a number', { name: { full: 'A' }, phones: [{ number: 'a@b.nl' }] }, '/phones/0/number bad-number'],
    ['a name too long', { name: { full: 'x'.repeat(201) } }, '/name/full too-long'],
    ['a note too long', { name: { full: 'A' }, note: 'x'.repeat(4_001) }, '/note too-long'],
    ['too many numbers', { name: { full: 'A' }, phones: Array(21).fill({ number: '1' }) }, '/phones too-many'],
    [
      'a company too long',
      { name: { full: 'A' }, organizations: [{ name: 'x'.repeat(201) }] },
      '/organizations/0/name too-long',
    ],
  ])('with %s is refused by field', (_, fields, wanted) => {
    const { directory } = ready([], { create })
    const problems = () => {
      try {
        directory.create(fields)
        return []
      } catch (error) {
        return error instanceof OffhookError ? error.problems.map(({ pointer, code }) => `${pointer} ${code}`) : []
      }
    }
    expect(problems()).toEqual([wanted])
  })

  test('numbers keep their extension, and short ones stay as they are', async () => {
    const { directory } = ready([], { create })
    const numbers = ['020 123 4567 toestel 12', '201', '112', '*97', '+31 (0)20 123 45 67']
    const made = await directory.create({ name: { full: 'A' }, phones: numbers.map((number) => ({ number })) })
    expect(made.phones.map(({ number }) => number)).toEqual([
      ...['+31201234567;ext=12', '201', '112', '*97', '+31201234567'],
    ])
    expect(uids(directory.lookup('+31201234567'))).toEqual(['new'])
  })

  test('D6 many are added in batches, progress is told, and stopping stops after one', async () => {
    const createMany = vi.fn(async (_: string, list: readonly ContactFields[]) =>
      list.map(({ name }) => (name.full === 'bad' ? new OffhookError('invalid') : contact(name.full, name.full))),
    )
    const { directory } = ready([], { create, createMany })
    const list = Array.from({ length: 450 }, (_, at) => ({ name: { full: at === 210 ? 'bad' : `n${at}` } }))
    const progress = vi.fn()
    const { added, failed } = await directory.createMany(list, { progress })
    expect([added.length, failed.map(({ at }) => at)]).toEqual([449, [210]])
    expect(progress.mock.calls).toEqual([
      [200, 450],
      [400, 450],
      [450, 450],
    ])
    const stopping = { aborted: false }
    // any object with `aborted` will do; core knows no AbortController
    const signal = stopping as AbortSignal
    const stop = () => {
      stopping.aborted = true
    }
    const stopped = await directory.createMany(list, { signal, progress: stop })
    expect(stopped.added).toHaveLength(200)
  })

  test('D6 a source that knows no batches is asked one by one', async () => {
    const { directory } = ready([], { create })
    const { added, failed } = await directory.createMany([{ name: { full: 'A' } }, { name: { full: '' } }])
    expect([added.length, failed.map(({ at, error }) => [at, error.code])]).toEqual([1, [[1, 'invalid']]])
  })

  test('D6 when the source is gone the rest is told as not added, and what was added before stays', async () => {
    const createMany = vi
      .fn(async (_: string, list: readonly ContactFields[]) => list.map(({ name }) => contact(name.full, name.full)))
      .mockImplementationOnce(async (_, list) => list.map(({ name }) => contact(name.full, name.full)))
      .mockImplementationOnce(() => Promise.reject(new OffhookError('unavailable')))
    const { directory } = ready([], { create, createMany })
    const list = Array.from({ length: 700 }, (_, at) => ({ name: { full: at === 650 ? '' : `n${at}` } }))
    const { added, failed } = await directory.createMany(list)
    expect([added.length, failed.length, directory.getSnapshot().count]).toEqual([200, 500, 200])
    expect([failed[0], failed[499]]).toMatchObject([{ at: 200, error: { code: 'unavailable' } }, { at: 699 }])
    expect(createMany).toHaveBeenCalledTimes(2)
  })
})

test('closing stops every source and forgets its contacts', () => {
  const { directory, close, stops } = ready([contact('a', 'Ada')])
  close()
  expect(stops()).toBe(1)
  expect(directory.search('ada')).toEqual([])
  expect(() => directory.addSource({ open: () => () => {} })).toThrow(expect.objectContaining({ code: 'closed' }))
})
