import { type Contact, type ContactFields, createSearchIndex } from '@offhook/core'
import { expect, test } from 'vitest'
import { externalBook } from './books.ts'
import type { ContactFilter } from './contacts.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const named = (full: string, more: Partial<ContactFields> = {}): ContactFields => ({ name: { full }, ...more })
const names = (contacts: readonly Contact[]) => contacts.map(({ name }) => name.full)

onBoth((open) => {
  /** A phonebook of these contacts, and how they are found. */
  async function book(...contacts: readonly ContactFields[]) {
    const { store } = await open()
    const eve = await takeOn(store, 'zz', { role: 'admin' })
    const added = await store.transaction((tx) => tx.contactsOf(eve).createMany(externalBook, contacts))
    const seen = store.contactsOf(eve)
    const pages = async (filter: ContactFilter, limit: number) => {
      const all: string[][] = []
      for (let cursor: string | undefined; ; ) {
        const page = await seen.page(filter, { limit, cursor })
        all.push(names(page.items))
        cursor = page.next
        if (cursor === undefined) return all
      }
    }
    return { store, eve, added, seen, pages, find: async (text: string) => (await pages({ text }, 100)).flat() }
  }

  test('a contact is found by the beginning of any word of its name, company and number', async () => {
    const { find } = await book(
      named('Zoë van der Bérg', { organizations: [{ name: 'Øresund & Zonen' }], phones: [{ number: '+31201234567' }] }),
      named('Jan Smit', { phones: [{ number: '*31#;ext=12' }] }),
    )
    for (const text of [
      'zo',
      'ZOE',
      'zoë',
      'ber',
      'bérg zoe',
      'van de',
      'zon',
      '+3120',
      '0201234',
      '020 12 34',
      '20123',
      '201234567',
      'vdberg',
      'b z v d',
    ]) {
      expect(await find(text), text).toEqual(['Zoë van der Bérg'])
    }
    for (const text of ['oë', 'zoek', '2012', 'jan bérg']) expect(await find(text), text).toEqual([])
    expect(await find('*31')).toEqual(['Jan Smit'])
  })

  test('D4 what is found here is what the index of a browser finds', async () => {
    const { find, seen } = await book(
      named('Robert O’Brien', { organizations: [{ name: 'Van der Berg B.V.' }] }),
      { name: { full: 'Bob Brien', given: 'Robert', surname: 'Brien' }, phones: [{ number: '020 123 45 67' }] },
      named('Jan v.d. Berg-Smit', { phones: [{ number: '+31 (0)6 12345678' }, { number: '0049 30 1234567' }] }),
      named('Łukasz Straße', { phones: [{ number: '201' }, { number: '+31201112233;ext=45' }] }),
      named('Ελένη Παπαδοπούλου', { phones: [{ number: '*8' }] }),
      named('山田 太郎', { organizations: [{ name: 'AT&T' }] }),
    )
    const index = createSearchIndex()
    index.add((await seen.page({ book: externalBook }, { limit: 100 })).items)
    const words = [
      'obrien',
      'o brien',
      'rob',
      'vanderberg',
      'vdberg',
      'van den berg',
      'berg smit',
      'b.v.',
      'strasse',
      'stra',
    ]
    const numbers = [
      '020',
      '+31 20 1',
      '20123',
      '0612',
      '06 12 34',
      '+31 06',
      '004930',
      '00 49',
      '201',
      '45',
      '*8',
      '0031',
    ]
    for (const text of [...words, ...numbers, 'łuk', 'luk', 'ελενη', '山田', '田', 'at&t', 'att', 'bob 020', "o'b"]) {
      expect((await find(text)).sort(), text).toEqual(names(index.search(text, { limit: 100 })).sort())
    }
    expect(await find('vdberg')).toHaveLength(2)
    index.close()
  })

  test('what is no word finds nothing, and nothing in it is taken for a language', async () => {
    const { find } = await book(named('Jan Smit'), named("D'Arcy | Smit & Co:*"))
    for (const text of ['', ' ', '-', "''", '& | !', '\u0000', '()', '<->']) expect(await find(text), text).toEqual([])
    expect(await find("smit' | 'jan")).toEqual(['Jan Smit'])
    expect(await find('!jan')).toEqual(['Jan Smit'])
    expect(await find("d'arcy & co:")).toEqual(["D'Arcy | Smit & Co:*"])
    expect(await find('jan\\')).toEqual(['Jan Smit'])
  })

  test('whom a number belongs to, as it is dialled', async () => {
    const { seen } = await book(
      named('Ada', { phones: [{ number: '+31201234567' }, { number: '201' }] }),
      named('Bob', { phones: [{ number: '+31201234567;ext=9' }] }),
    )
    const owners = async (number: string) => names((await seen.page({ number }, { limit: 10 })).items)
    expect(await owners('+31201234567')).toEqual(['Ada', 'Bob'])
    expect(await owners('020 123 45 67')).toEqual(['Ada', 'Bob'])
    expect(await owners('201')).toEqual(['Ada'])
    for (const number of ['20', '+3120123456', '{201}', '%', '']) expect(await owners(number), number).toEqual([])
  })

  test('a phonebook stands in the order of surnames without particles, accents and capitals', async () => {
    const { pages } = await book(
      ...[named('Ángel'), named('zora'), named('Bert'), named('42'), named('andre')],
      { name: { full: 'Jan de Boer', given: 'Jan', particle: 'de', surname: 'Boer' } },
      { name: { full: 'Anna Boer', given: 'Anna', surname: 'Boer' } },
    )
    expect((await pages({ book: externalBook }, 100)).flat()).toEqual([
      '42',
      'andre',
      'Ángel',
      'Bert',
      'Anna Boer',
      'Jan de Boer',
      'zora',
    ])
  })

  test('pages follow each other without a gap or a double, equal names and all, while contacts come and go', async () => {
    const { store, eve, added, seen, pages } = await book(
      ...Array.from({ length: 23 }, (_, n) => named(`Same ${n % 3}`)),
    )
    const star = (uid = '') => store.transaction((tx) => tx.contactsOf(eve).star(uid))
    for (const { contact } of added.slice(0, 9)) await star(contact.uid)
    for (const filter of [{ book: externalBook }, { text: 'same' }, { favourite: true }, {}]) {
      for (const limit of [1, 4, 23, 24]) {
        const all = (await pages(filter, limit)).flat()
        expect(all).toEqual((await pages(filter, 100)).flat())
      }
    }
    const first = await seen.page({ text: 'same' }, { limit: 10 })
    expect(first.items.map(({ favourite }) => favourite)).toEqual([...Array(9).fill(true), false])
    await store.transaction(async (tx) => {
      for (const { uid } of first.items) await tx.contactsOf(eve).remove(uid)
    })
    const second = await seen.page({ text: 'same' }, { limit: 100, cursor: first.next })
    expect(second.items).toHaveLength(13)
  })

  test('a cursor made up by hand, of another list or of somebody else is refused', async () => {
    const { store, eve, seen } = await book(...Array.from({ length: 5 }, (_, n) => named(`N${n}`)))
    const ada = await takeOn(store, 'ada')
    const { next = '' } = await seen.page({}, { limit: 2 })
    expect(next).toMatch(/^[\w-]+$/)
    const foreign = (await store.presence.page({ limit: 1 })).next ?? ''
    const bytes = Buffer.from(next, 'base64url')
    const forged = Buffer.concat([bytes.subarray(0, 12), Buffer.from('[true,"",""]')]).toString('base64url')
    const made = [
      '',
      '1',
      'x'.repeat(10_000),
      'W10',
      'null',
      '../../etc',
      '\u0000',
      "' or 1=1",
      foreign,
      forged,
      `A${next}`,
    ]
    for (const cursor of made) {
      await expect(seen.page({}, { limit: 2, cursor }), cursor).rejects.toMatchObject({ code: 'bad-cursor' })
      await expect(store.history.page(eve.id, {}, { limit: 2, cursor })).rejects.toMatchObject({ code: 'bad-cursor' })
    }
    const theirs = store.contactsOf(ada).page({}, { limit: 2, cursor: next })
    await expect(theirs).rejects.toMatchObject({ code: 'bad-cursor' })
    await expect(store.presence.page({ limit: 2, cursor: next })).rejects.toMatchObject({ code: 'bad-cursor' })
  })
})
