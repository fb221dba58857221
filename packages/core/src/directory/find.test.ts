import { describe, expect, test, vi } from 'vitest'
import { OffhookError } from '../errors.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import type { Contact, ContactFields } from './contact.ts'
import { contact, crm, personal, ready, staged, uids, withNumber } from './directory.fixture.ts'
import { createDirectory } from './directory.ts'
import type { ContactSource } from './transport.ts'

describe('D2 a source that brings 100,000 contacts in one go', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => contact(`c${at}`, `Person w${at}`))

  /** A directory with a clock that stands still: `clock.advance(1)` is one turn of the page. */
  function still(parts: Partial<ContactSource> = {}) {
    const stage = staged(parts)
    const clock = createManualClock()
    const { slice, close } = createDirectory([stage.source], { clock })
    stage.tell().begin()
    stage.tell().books([personal])
    return { directory: slice, close, clock, ...stage, count: () => slice.getSnapshot().count }
  }

  test('is taken in some at a time, in the order in which it spoke', () => {
    const { directory, clock, tell, count } = still()
    tell().contacts(many(2_000))
    tell().removed(['c3', 'c1999'])
    tell().complete()
    expect([count(), directory.getSnapshot().status]).toEqual([500, 'loading'])
    expect(uids(directory.search('w499'))).toEqual(['c499'])
    expect(directory.search('w1500')).toEqual([])
    clock.advance(0)
    expect([count(), directory.getSnapshot().status]).toEqual([1_998, 'ready'])
    expect([directory.of('c3').getSnapshot(), directory.search('w1999')]).toEqual([undefined, []])
  })

  test('what a command changed meanwhile is not put back to what the source said before', async () => {
    const update = async (uid: string, { name }: ContactFields) => contact(uid, name.full)
    const { directory, clock, tell } = still({ update, remove: async () => {} })
    tell().contacts(many(1_500))
    tell().complete()
    await directory.update(contact('c1400', 'Person w1400'), { name: { full: 'Ada' } })
    await directory.remove(contact('c1401', 'Person w1401'))
    clock.advance(0)
    expect(directory.of('c1400').getSnapshot()?.name.full).toBe('Ada')
    expect([uids(directory.search('ada')), directory.search('w1400'), directory.search('w1401')]).toEqual([
      ...[['c1400'], [], []],
    ])
    expect(directory.getSnapshot()).toMatchObject({ status: 'ready', count: 1_499 })
  })

  test('a caller is known although their contact still waits its turn', async () => {
    const { directory, tell } = still()
    tell().contacts([...many(1_500), withNumber('x', 'Xenia', '+31201234567')])
    expect((await directory.identify('020 123 4567'))?.uid).toBe('x')
  })

  test('a contact that cannot be read keeps nothing else back', () => {
    vi.useFakeTimers()
    const { clock, tell, count } = still()
    tell().contacts(many(600))
    // what a source written in JavaScript can bring
    tell().contacts([{ uid: 'broken' } as Contact])
    tell().contacts([contact('y', 'Yvonne')])
    clock.advance(0)
    expect(count()).toBe(602)
    expect(() => vi.runAllTimers()).toThrow(TypeError)
    vi.useRealTimers()
  })

  test('and then is taken away, leaves nothing behind that still comes', () => {
    const { directory, close, clock, tell } = still()
    tell().contacts(many(5_000))
    close()
    clock.advance(0)
    expect([directory.list(), directory.search('w1')]).toEqual([[], []])
  })
})

describe('D2 books that are too large to hold', () => {
  const found = contact('x', 'Xenia', { book: 'crm', phones: [{ number: '+31207777777' }] })

  test('are searched at their source, behind what is held here', async () => {
    const search = vi.fn(async () => [found, contact('a', 'Ada')])
    const { directory } = ready([contact('a', 'Ada')], { search }, crm)
    expect(uids(await directory.find('a'))).toEqual(['a', 'x'])
    expect(search).toHaveBeenCalledWith('a', {})
    expect(directory.of('x').getSnapshot()).toEqual(found)
    expect([directory.getSnapshot().count, directory.search('xenia')]).toEqual([1, []])
  })

  test('are merged with those that are held: D4 favourites first, then whom one called, then by name', async () => {
    const theirs = (uid: string, full: string, more: Partial<Contact> = {}) =>
      contact(uid, full, { book: 'crm', ...more })
    const answer = [
      theirs('x1', 'Jan Zuid', { favourite: true }),
      theirs('x2', 'Jan Aal'),
      theirs('x3', 'Jan Maat'),
      contact('own2', 'Jan Noord'),
    ]
    const search = vi.fn(async () => answer)
    const own = [
      contact('own1', 'Jan Berg'),
      contact('own2', 'Jan Noord'),
      contact('own3', 'Jan Oost', { favourite: true }),
    ]
    const { directory } = ready(own, { search }, { ...crm, id: 'crm' })
    expect(uids(await directory.find('jan'))).toEqual(['own3', 'x1', 'x2', 'own1', 'x3', 'own2'])
    directory.used('x3')
    directory.used('own2')
    expect(uids(await directory.find('jan', { limit: 4 }))).toEqual(['own3', 'x1', 'own2', 'x3'])
    search.mockResolvedValue([theirs('x2', 'Jan Aal')])
    expect(uids(await directory.find('jan ma'))).toEqual(['x3', 'x2'])
    expect(uids(await directory.find('jan', { book: 'crm' }))).toEqual(['x3', 'x2'])
    search.mockClear()
    expect([await directory.find(' '), search.mock.calls]).toEqual([[], []])
  })

  test('that fail give nothing, and keep nothing back', async () => {
    const search = () => Promise.reject(new OffhookError('timeout'))
    const { directory } = ready([contact('a', 'Ada')], { search }, crm)
    expect(uids(await directory.find('a'))).toEqual(['a'])
  })

  test('are not asked when they are held, or when another book is wanted', async () => {
    const search = vi.fn(async () => [found])
    await ready([], { search }, personal).directory.find('a')
    await ready([], { search }, crm).directory.find('a', { book: 'personal' })
    expect(search).not.toHaveBeenCalled()
  })
})
