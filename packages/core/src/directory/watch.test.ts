import { expect, test, vi } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import type { Contact } from './contact.ts'
import { contact, crm, personal, ready, staged, uids } from './directory.fixture.ts'
import { createDirectory } from './directory.ts'
import type { ContactSource, DirectoryQuery } from './transport.ts'
import type { DirectoryAnswer } from './watch.ts'

const quiet = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))

/** A question somebody wants the answer of, and each answer they were told. */
function watched(contacts: readonly Contact[], query?: DirectoryQuery) {
  const stage = ready(contacts)
  const answer = stage.directory.watch(query)
  const told: DirectoryAnswer[] = []
  const stop = answer.subscribe(() => void told.push(answer.getSnapshot()))
  return { ...stage, answer, told, stop, names: () => answer.getSnapshot().contacts.map(({ name }) => name.full) }
}

const [ada, bob] = [contact('a', 'Ada Berg'), contact('b', 'Bob Berg')]

test('D2 who is searched for is told as contacts come, change and go, and as nothing else does', () => {
  const { names, told, tell } = watched([ada], { text: 'berg' })
  tell().contacts([contact('y', 'Yvonne')])
  expect([names(), told]).toEqual([['Ada Berg'], []])
  tell().contacts([bob])
  expect(names()).toEqual(['Ada Berg', 'Bob Berg'])
  tell().contacts([contact('x', 'Xenia')])
  expect(told.length).toBe(1)
  tell().contacts([contact('b', 'Bob van den Berg')])
  tell().contacts([contact('a', 'Ada King')])
  expect(names()).toEqual(['Bob van den Berg'])
  tell().removed(['b'])
  expect(told.at(-1)).toEqual({ status: 'ready', contacts: [], hasMore: false })
})

test('D4 a phonebook is watched in its order: a star moves its contact to the front, in every answer', () => {
  const { names, tell, directory } = watched([ada, bob])
  const other = directory.watch({ book: 'personal', limit: 1 })
  expect([names(), other.getSnapshot().hasMore]).toEqual([['Ada Berg', 'Bob Berg'], true])
  tell().contacts([{ ...bob, favourite: true }])
  expect([names(), uids(other.getSnapshot().contacts)]).toEqual([['Bob Berg', 'Ada Berg'], ['b']])
})

test('D2 whom one calls comes sooner at once', () => {
  const { names, directory } = watched([ada, bob], { text: 'berg' })
  directory.used('b')
  expect(names()).toEqual(['Bob Berg', 'Ada Berg'])
})

test('an answer that is the same is the same object, watched or not, and who stopped hears nothing', () => {
  const { answer, told, tell, stop } = watched([ada], { text: 'berg' })
  const before = answer.getSnapshot()
  tell().contacts([contact('x', 'Xenia')])
  expect(answer.getSnapshot()).toBe(before)
  stop()
  stop()
  tell().contacts([bob])
  expect([told.length, uids(answer.getSnapshot().contacts)]).toEqual([0, ['a', 'b']])
  expect(answer.getSnapshot()).toBe(answer.getSnapshot())
})

/** A phonebook that is asked, and a clock in the hand of the test. */
function asked(search: NonNullable<ContactSource['search']>) {
  const stage = staged({ search })
  const clock = createManualClock()
  const { slice, close } = createDirectory([stage.source], { clock })
  return { directory: slice, close, clock, tell: stage.tell }
}

const xenia = contact('x', 'Xenia Berg', { book: 'crm' })

test('D2 a phonebook too large to hold is asked when nobody typed for a moment, once, and its people stay true', async () => {
  const search = vi.fn(async () => [xenia])
  const { directory, clock, tell } = asked(search)
  tell().books([personal, crm])
  tell().contacts([ada])
  tell().complete()
  const answer = directory.watch({ text: 'berg' })
  const stop = answer.subscribe(() => {})
  expect(answer.getSnapshot()).toEqual({ status: 'asking', contacts: [ada], hasMore: false })
  clock.advance(149)
  tell().contacts([bob])
  expect(search).not.toHaveBeenCalled()
  clock.advance(1)
  await quiet()
  expect(answer.getSnapshot()).toEqual({ status: 'ready', contacts: [ada, bob, xenia], hasMore: false })
  await directory.find('xenia')
  search.mockResolvedValue([{ ...xenia, favourite: true }])
  await directory.find('xenia')
  expect(uids(answer.getSnapshot().contacts)).toEqual(['x', 'a', 'b'])
  clock.advance(10_000)
  expect(search).toHaveBeenCalledTimes(3)
  stop()
})

test('D2 a phonebook that is told of later is asked all the same; who types on is not answered', async () => {
  const search = vi.fn<NonNullable<ContactSource['search']>>(async () => [xenia])
  const { directory, clock, tell } = asked(search)
  const typed = directory.watch({ text: 'be' })
  const stop = typed.subscribe(() => {})
  expect(typed.getSnapshot().status).toBe('loading')
  tell().books([crm])
  tell().complete()
  clock.advance(150)
  stop()
  expect(search.mock.calls[0]?.[1].signal?.aborted).toBe(true)
  await quiet()
  expect(typed.getSnapshot()).toMatchObject({ status: 'asking', contacts: [] })
  const blank = directory.watch({ text: ' ' })
  blank.subscribe(() => {})
  clock.advance(1_000)
  expect([blank.getSnapshot().status, search.mock.calls.length]).toEqual(['ready', 1])
})
