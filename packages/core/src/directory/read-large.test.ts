import { describe, expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { ready } from './directory.fixture.ts'
import { readContacts } from './read.ts'

const soon: Clock['after'] = (_, run) => {
  queueMicrotask(run)
  return () => {}
}

describe('D6 large and hostile files', () => {
  const size = 200_000
  const fill = (piece: string, head = '') => head + piece.repeat(Math.floor((size - head.length) / piece.length))
  const card = 'BEGIN:VCARD\nFN:a\n'
  const files: readonly (readonly [string, string, 'csv' | 'vcard'])[] = [
    ['empty lines', fill('\n', 'name\n'), 'csv'],
    ['commas', fill(','), 'csv'],
    ['commas below a heading', fill(',', 'name\n'), 'csv'],
    ['quotes that never end', fill('"a\n', 'name\n'), 'csv'],
    ['one quote', fill('a', 'name\n"'), 'csv'],
    ['one cell', fill('a', 'name\n'), 'csv'],
    ['spaces in a cell', `${fill(' ', 'name,phone\na,b')}c`, 'csv'],
    ['a heading of a thousand columns and more', fill('phone,'), 'csv'],
    ['rows without a name', fill('x,\n', 'note,name\n'), 'csv'],
    ['numbers in one cell', fill('1 ::: ', 'name,phone\na,'), 'csv'],
    ['empty lines', fill('\n'), 'vcard'],
    ['lines that say nothing', fill('x\n'), 'vcard'],
    ['cards that only begin', fill('BEGIN:VCARD\n'), 'vcard'],
    ['one card of many lines', fill('TEL:1\n', card), 'vcard'],
    ['one line', fill('a', 'BEGIN:VCARD\nFN:'), 'vcard'],
    ['backslashes', fill('\\', 'BEGIN:VCARD\nFN:'), 'vcard'],
    ['parts of a name', fill(';', `${card}N:`), 'vcard'],
    ['parameters', fill(';a', `${card}TEL`), 'vcard'],
    ['quotes in a parameter', fill('"', `${card}TEL;A=`), 'vcard'],
    ['folds', fill(' a\n', card), 'vcard'],
    ['soft line breaks', fill('a=\n', 'BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:'), 'vcard'],
  ]

  test.each(files)('%s: the page has its turns, and the answer is small', async (_, text, format) => {
    let turns = 0
    const clock: Clock = {
      now: Date.now,
      after(ms, run) {
        turns++
        return soon(ms, run)
      },
    }
    const { contacts, problems } = await readContacts(text, { format, clock })
    // one line may be as long as it likes: it is passed over in one go
    const isOneLine = text.split('\n', 5).length < 4 || text.startsWith('name\n"')
    expect(turns).toBeGreaterThanOrEqual(isOneLine ? 0 : 5)
    expect(problems.length).toBeLessThanOrEqual(1_001)
    expect(JSON.stringify(contacts.slice(0, 5)).length).toBeLessThan(600_000)
  })

  test('of many problems a thousand are told, and how many there are', async () => {
    const { contacts, problems } = await readContacts(`${'x\n'.repeat(5_000)}${card}END:VCARD`, { format: 'vcard' })
    expect([contacts.length, problems.length]).toEqual([1, 1_001])
    expect(problems.at(-1)).toEqual({ line: 1_001, code: 'more', detail: 'There are 4000 more.' })
  })

  test('a card that does not end is left, and the next one is read', async () => {
    const text = `${card}${'TEL:1\n'.repeat(1_100)}END:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD\n`
    const { contacts, problems } = await readContacts(text)
    expect(contacts.map(({ fields }) => fields.name.full)).toEqual(['b'])
    expect(problems[0]).toMatchObject({ line: 1, code: 'too-long' })
  })

  test('a row that does not end is cut, and the next one is read', async () => {
    const { contacts, problems } = await readContacts(
      `name,phone\na,${'1,'.repeat(80_000)}\nb,2\n"${'c'.repeat(150_000)}\nd,4\n`,
    )
    expect(contacts.map(({ line, fields }) => [line, fields.name.full.length])).toEqual([
      ...[
        [2, 1],
        [3, 1],
        [4, 99_999],
        [5, 1],
      ],
    ])
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 not-closed', '4 not-closed'])
  })

  test('more contacts than a phonebook can hold are refused', async () => {
    const clock: Clock = { now: Date.now, after: soon }
    await expect(readContacts(`name\n${'a\n'.repeat(100_001)}`, { clock })).rejects.toMatchObject({ code: 'too-large' })
  })

  test('names of 10,000 characters are read, and refused by field when they are added', async () => {
    const long = 'x'.repeat(10_000)
    const { contacts } = await readContacts(`BEGIN:VCARD\nFN:${long}\nN:${long};${long}\nEND:VCARD\n`)
    expect(contacts[0]?.fields.name.full).toBe(long)
    const { directory, close } = ready([], { create: () => Promise.reject(new Error('never asked')) })
    const { added, failed } = await directory.createMany(contacts.map(({ fields }) => fields))
    expect([added, failed.map(({ error }) => error.problems[0]?.code)]).toEqual([[], ['too-long']])
    close()
  })

  test('a file that begins with a mark of its encoding is read from its first card on', async () => {
    const { contacts, problems } = await readContacts(`\uFEFF${card}END:VCARD\n`)
    expect([contacts.length, problems]).toEqual([1, []])
  })

  test('reading stops when it is aborted', async () => {
    const signal = AbortSignal.abort()
    await expect(readContacts('name\na\n', { signal })).rejects.toMatchObject({ code: 'closed' })
  })
})
