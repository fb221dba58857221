import type { Contact, ContactFields } from '@offhook/core'
import { expect, test } from 'vitest'
import { externalBook, internalBook } from './books.ts'
import type { ContactFilter } from './contacts.ts'
import type { Store } from './store.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'
import type { Viewer } from './world.ts'

const boss = { role: 'admin' } as const
const named = (full: string, more: Partial<ContactFields> = {}): ContactFields => ({ name: { full }, ...more })
const codesOf = async (tries: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(tries)).map((one) => (one.status === 'rejected' ? one.reason.code : 'done'))
const names = (contacts: readonly Contact[]) => contacts.map(({ name }) => name.full)

onBoth((open) => {
  /** A company with an administrator and two others. */
  async function company() {
    const { store, clock } = await open({ limits: { personalContacts: 30 } })
    const [eve, ada, bob] = [await takeOn(store, 'eve', boss), await takeOn(store, 'ada'), await takeOn(store, 'bob')]
    return { store, clock, eve, ada, bob }
  }

  const add = (store: Store, viewer: Viewer, book: string, fields: ContactFields) =>
    store.transaction(async (tx) => (await tx.contactsOf(viewer).create(book, fields)).contact)

  const personalBook = async (store: Store, { id }: Viewer) =>
    (await store.books.of(id)).find(({ kind }) => kind === 'personal')?.id ?? ''

  const find = async (store: Store, viewer: Viewer, filter: ContactFilter) =>
    names((await store.contactsOf(viewer).page(filter, { limit: 100 })).items)

  test('everybody has the books of the company and one of their own, with how many are in them', async () => {
    const { store, eve, ada } = await company()
    await add(store, eve, externalBook, named('Bakery'))
    await add(store, ada, await personalBook(store, ada), named('Mother'))
    const own = { id: await personalBook(store, ada), name: 'Personal', kind: 'personal', size: 1 }
    expect(await store.books.of(ada.id)).toEqual([
      { id: externalBook, name: 'External', kind: 'external', size: 1 },
      { id: internalBook, name: 'Internal', kind: 'internal', size: 3 },
      own,
    ])
    expect(await store.books.of(eve.id)).not.toContainEqual(own)
  })

  test('a contact is kept as it was written, and changes by version', async () => {
    const { store, clock, eve, ada } = await company()
    const fields: ContactFields = {
      ...{ kind: 'org', name: { full: 'Bakkerij De Gouden Aar', surname: 'Aar', particle: 'de' }, titles: ['Baker'] },
      organizations: [{ name: 'Aar BV', units: ['Bread', 'Cake'] }],
      phones: [{ number: '+31201234567', features: ['voice'], contexts: ['work'], label: 'shop', pref: 1 }],
      ...{ emails: [{ address: 'aar@example.nl' }], note: 'shut on Monday', photo: 'https://example.nl/a.png' },
    }
    const contact = await add(store, eve, externalBook, fields)
    expect(contact).toMatchObject({
      ...fields,
      book: externalBook,
      readOnly: false,
      favourite: false,
      updated: clock.now(),
    })
    const seen = await store.contactsOf(ada).get(contact.uid)
    expect(seen).toEqual({ ...contact, readOnly: true })
    clock.advance(5)
    const update = (full: string, etag?: string) =>
      store.transaction((tx) => tx.contactsOf(eve).update(contact.uid, named(full), etag === undefined ? {} : { etag }))
    const { contact: changed, owner } = await update('Aar', contact.etag)
    expect(owner).toBeUndefined()
    expect(changed).toEqual(await store.contactsOf(eve).get(contact.uid))
    expect(changed).toMatchObject({ name: { full: 'Aar' }, phones: [], kind: 'individual', updated: clock.now() })
    await expect(update('Other', contact.etag)).rejects.toMatchObject({ code: 'conflict' })
    expect((await update('Last')).contact.name.full).toBe('Last')
    const remove = (etag: string | undefined) =>
      store.transaction((tx) => tx.contactsOf(eve).remove(contact.uid, etag === undefined ? {} : { etag }))
    await expect(remove(contact.etag)).rejects.toMatchObject({ code: 'conflict' })
    expect((await remove(undefined)).contact.name.full).toBe('Last')
    await expect(remove(undefined)).rejects.toMatchObject({ code: 'not-found' })
    expect(await find(store, eve, { book: externalBook })).toEqual([])
    expect((await store.books.of(eve.id))[0]?.size).toBe(0)
  })

  test("another's personal contact is not found, whoever asks and however", async () => {
    const { store, eve, ada, bob } = await company()
    const book = await personalBook(store, ada)
    const { uid } = await add(store, ada, book, named('Secret', { phones: [{ number: '+31611111111' }] }))
    await store.transaction((tx) => tx.contactsOf(ada).star(uid))
    for (const other of [eve, bob]) {
      const seen = store.contactsOf(other)
      expect(await seen.get(uid)).toBeUndefined()
      for (const filter of [{}, { text: 'secret' }, { number: '+31611111111' }, { favourite: true }]) {
        expect(await find(store, other, filter)).not.toContain('Secret')
      }
      await expect(seen.page({ book }, { limit: 10 })).rejects.toMatchObject({ code: 'not-found' })
      const tries = [
        store.transaction((tx) => tx.contactsOf(other).create(book, named('Mine'))),
        store.transaction((tx) => tx.contactsOf(other).createMany(book, [])),
        store.transaction((tx) => tx.contactsOf(other).update(uid, named('Mine'))),
        store.transaction((tx) => tx.contactsOf(other).remove(uid)),
        store.transaction((tx) => tx.contactsOf(other).star(uid)),
        store.transaction((tx) => tx.contactsOf(other).unstar(uid)),
        store.transaction((tx) => tx.books.rename(book, 'Mine')),
        store.transaction((tx) => tx.books.remove(book)),
      ]
      expect(await codesOf(tries)).toEqual(tries.map(() => 'not-found'))
    }
    expect(await find(store, ada, { text: 'sec' })).toEqual(['Secret'])
    expect((await store.contactsOf(ada).get(uid))?.favourite).toBe(true)
    const { owner } = await store.transaction((tx) => tx.contactsOf(ada).update(uid, named('Secret')))
    expect(owner).toBe(ada.id)
  })

  test('who may read a book of the company may not write in it, and nobody writes colleagues', async () => {
    const { store, eve, ada, bob } = await company()
    const { uid } = await add(store, eve, externalBook, named('Bakery'))
    const refused = [
      store.transaction((tx) => tx.contactsOf(ada).create(externalBook, named('Mine'))),
      store.transaction((tx) => tx.contactsOf(ada).update(uid, named('Mine'))),
      store.transaction((tx) => tx.contactsOf(ada).remove(uid)),
      store.transaction((tx) => tx.contactsOf(eve).create(internalBook, named('Ghost'))),
      store.transaction((tx) => tx.contactsOf(eve).update(bob.id, named('Ghost'))),
      store.transaction((tx) => tx.contactsOf(eve).remove(bob.id)),
      store.transaction((tx) => tx.books.remove(internalBook)),
      store.transaction((tx) => tx.books.remove(externalBook)),
    ]
    expect(await codesOf(refused)).toEqual(refused.map(() => 'not-allowed'))
    expect(await find(store, eve, {})).toEqual(['ada', 'Bakery', 'bob', 'eve'])
  })

  test('a book of the company comes and goes with its contacts', async () => {
    const { store, eve, ada } = await company()
    const { id } = await store.transaction((tx) => tx.books.create({ name: 'CRM', kind: 'crm' }))
    const { uid } = await add(store, eve, id, named('Customer'))
    await store.transaction((tx) => tx.contactsOf(ada).star(uid))
    await store.transaction((tx) => tx.books.rename(id, 'Customers'))
    expect(await store.books.of(ada.id)).toContainEqual({ id, name: 'Customers', kind: 'crm', size: 1 })
    await store.transaction((tx) => tx.books.remove(id))
    expect(await store.contactsOf(ada).get(uid)).toBeUndefined()
    expect(await store.contactsOf(ada).favourites()).toEqual([])
    for (const gone of [id, 'never']) {
      await expect(store.transaction((tx) => tx.books.remove(gone))).rejects.toMatchObject({ code: 'not-found' })
      await expect(find(store, eve, { book: gone })).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('favourites are everybody’s own, first in a search, and told apart when nothing changed', async () => {
    const { store, eve, ada, bob } = await company()
    const contacts = await store.transaction((tx) =>
      tx.contactsOf(eve).createMany(
        externalBook,
        ['Aal', 'Aap', 'Aar'].map((full) => named(full)),
      ),
    )
    const uid = contacts[2]?.contact.uid ?? ''
    const star = () => store.transaction((tx) => tx.contactsOf(ada).star(uid))
    const unstar = () => store.transaction((tx) => tx.contactsOf(ada).unstar(uid))
    expect(await star()).toBe(true)
    expect(await star()).toBe(false)
    expect(await find(store, ada, { text: 'aa' })).toEqual(['Aar', 'Aal', 'Aap'])
    expect(await find(store, bob, { text: 'aa' })).toEqual(['Aal', 'Aap', 'Aar'])
    expect(await find(store, ada, { favourite: true })).toEqual(['Aar'])
    expect(await store.contactsOf(ada).favourites()).toEqual([uid])
    expect(await unstar()).toBe(true)
    expect(await unstar()).toBe(false)
    expect(await store.contactsOf(ada).favourites()).toEqual([])
  })

  test('a book has no more in it than it may, also when many add at once, and an import is whole or not at all', async () => {
    const { store, ada } = await company()
    const book = await personalBook(store, ada)
    const many = (count: number) => Array.from({ length: count }, (_, n) => named(`N${n}`))
    const addMany = (count: number) => store.transaction((tx) => tx.contactsOf(ada).createMany(book, many(count)))
    await expect(addMany(31)).rejects.toMatchObject({ code: 'limit' })
    expect(await find(store, ada, { book })).toEqual([])
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => addMany(5)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
    const spoilt = store.transaction(async (tx) => {
      const { items } = await tx.contactsOf(ada).page({ book }, { limit: 2 })
      for (const { uid } of items) await tx.contactsOf(ada).remove(uid)
      await tx.contactsOf(ada).createMany(book, [named('good'), named('bad\u0000')])
    })
    await expect(spoilt).rejects.toMatchObject({ code: 'invalid' })
    expect(await find(store, ada, { book })).toHaveLength(30)
    expect((await store.books.of(ada.id)).find(({ id }) => id === book)?.size).toBe(30)
  })
})
