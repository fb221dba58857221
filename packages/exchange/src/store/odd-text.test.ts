import type { ContactFields } from '@offhook/core'
import { expect, test } from 'vitest'
import { externalBook } from './books.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const sql = `'"; drop table people; -- \\' || $1 \${1} %s`
const html = '<img src=x onerror="alert(1)">&amp;<!--'
const letters = 'ÅéßİıŒ 王小明 🧑‍🚀 \u202Eabc\u202C e\u0301 \uFEFF\u200B'
const spaces = ' \t\n\r\u2028 '
const long = 'Ångström '.repeat(1112).slice(0, 10_000)
// what an index of the database cannot make short
const noise = Array.from({ length: 10_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('')

const odd = {
  sql,
  html,
  letters,
  spaces,
  long,
  noise,
  empty: '',
  null: 'null',
  json: '{"a":1}',
  array: '{a,b}',
  quote: "'",
}

onBoth((open) => {
  async function office() {
    const { store } = await open()
    const admin = await takeOn(store, 'eve', { role: 'admin' })
    return { store, admin, ...admin }
  }

  test.each(Object.entries(odd))('%s in every field is kept as it was written', async (_, text) => {
    const { store, admin, id } = await office()
    const { person } = await store.transaction(({ people }) =>
      people.update(id, { name: text, mobile: text, initials: text }),
    )
    expect(await store.people.get(id)).toEqual(person)
    expect(person).toMatchObject({ name: text, mobile: text, initials: text })
    expect((await store.contactsOf(admin).get(id))?.name.full).toBe(text)

    const fields: ContactFields = {
      ...{ name: { full: text, given: text, surname: text }, note: text, titles: [text] },
      ...{ organizations: [{ name: text, units: [text] }], emails: [{ address: text, label: text }] },
    }
    const { contact } = await store.transaction((tx) => tx.contactsOf(admin).create(externalBook, fields))
    expect(await store.contactsOf(admin).get(contact.uid)).toMatchObject(fields)
    // it has its place in the book, and pages go past it
    const first = await store.contactsOf(admin).page({ book: externalBook }, { limit: 1 })
    expect(first.items).toEqual([contact])
    await store.transaction((tx) => tx.contactsOf(admin).create(externalBook, { name: { full: text } }))
    const { next } = await store.contactsOf(admin).page({ book: externalBook }, { limit: 1 })
    expect((await store.contactsOf(admin).page({ book: externalBook }, { limit: 1, cursor: next })).items).toHaveLength(
      1,
    )

    await store.transaction(({ presence }) => presence.set(id, { status: 'away', note: text }))
    expect((await store.presence.of(id))?.person.note).toBe(text)
    const device = await store.transaction(({ settings }) =>
      settings.seen(id, { instance: 'i', name: text, kind: 'app' }),
    )
    expect((await store.settings.of(id))?.value.devices).toEqual([device])
    const party = { name: text, number: text }
    const record = await store.transaction(({ history }) =>
      history.add({
        ...{ personId: id, direction: 'incoming', kind: 'missed', startedAt: 1, endedAt: 2, from: party, to: party },
        ...{ via: [party], devices: [text], reason: text, callerId: text },
      }),
    )
    expect(await store.history.get(id, record.id)).toEqual(record)
    expect((await store.history.page(id, { text }, { limit: 5 })).items).toEqual([record])
    const answer = await store.once({ person: id, key: 'k', fingerprint: text }, async () => ({ text }))
    expect(await store.once({ person: id, key: 'k', fingerprint: text }, async () => ({ text: 'other' }))).toEqual(
      answer,
    )
    expect(await store.people.count()).toBe(1)
  })

  test.each(Object.entries(odd))('%s is looked for, and nothing else happens', async (_, text) => {
    const { store, admin, id } = await office()
    expect(await store.people.get(text)).toBeUndefined()
    expect(await store.people.byUser(text)).toBeUndefined()
    expect(await store.people.byEmail(text)).toBeUndefined()
    expect(await store.people.byIdentity({ issuer: text, subject: text })).toBeUndefined()
    expect(await store.sessions.get(text)).toBeUndefined()
    const contacts = store.contactsOf(admin)
    expect(await contacts.get(text)).toBeUndefined()
    for (const filter of [{ text }, { number: text }]) await contacts.page(filter, { limit: 5 })
    await expect(contacts.page({ book: text }, { limit: 5 })).rejects.toMatchObject({ code: 'not-found' })
    await expect(contacts.page({}, { limit: 5, cursor: text })).rejects.toMatchObject({ code: 'bad-cursor' })
    expect((await store.history.page(id, { text }, { limit: 5 })).items).toEqual([])
    expect(await store.transaction(({ sessions }) => sessions.takeReset(text))).toBeUndefined()
    expect(await store.people.count()).toBe(1)
  })

  test('what no database can keep is refused, and nothing of it stays', async () => {
    const { store, admin, id } = await office()
    const nul = 'a\u0000b'
    const tries = [
      () => store.transaction(({ people }) => people.update(id, { name: nul })),
      () => store.transaction(({ presence }) => presence.set(id, { status: 'away', note: nul })),
      () => store.transaction((tx) => tx.contactsOf(admin).create(externalBook, { name: { full: 'x' }, note: nul })),
      () => store.transaction((tx) => tx.contactsOf(admin).create(externalBook, { name: { full: nul } })),
      () => store.transaction((tx) => tx.books.create({ name: nul, kind: 'crm' })),
      () => store.transaction(async (tx) => tx.tell({ type: 'x', data: { nul } })),
      () => store.transaction(async (tx) => tx.tell({ type: 'x', data: '\ud800' })),
      () => store.once({ person: id, key: 'k', fingerprint: 'f' }, async () => nul),
      () => store.transaction(({ presence }) => presence.set(id, { status: 'away', until: Number.NaN })),
      () => store.transaction(({ presence }) => presence.set(id, { status: 'away', until: 1e20 })),
      () => store.contactsOf(admin).page({}, { limit: -5 }),
      // unlike a name, what somebody is found by is kept in an index
      () => takeOn(store, noise),
    ]
    for (const [place, act] of tries.entries()) {
      await expect(act(), `${place}`).rejects.toMatchObject({ name: 'StoreError', code: 'invalid' })
    }
    expect(await store.people.count()).toBe(1)
    expect(await store.books.of(id)).toHaveLength(3)
    expect((await store.contactsOf(admin).page({ book: externalBook }, { limit: 5 })).items).toEqual([])
    expect((await store.presence.of(id))?.person.status).toBe('available')
  })

  test('a wide character cut in two is kept as something, and stops nothing', async () => {
    const { store, id } = await office()
    await store.transaction(({ people }) => people.update(id, { mobile: 'a\ud83d' }))
    expect((await store.people.get(id))?.mobile).toBe('a\ufffd')
  })
})
