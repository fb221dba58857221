import { expect, test } from 'vitest'
import { internalBook } from './books.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const ada = { user: 'Ada', name: 'Ada van Lovelace', email: 'Ada@Example.nl', extension: '201', mobile: '+31612345678' }

onBoth((open) => {
  test('somebody new is found by name, address and id, whatever the capitals', async () => {
    const { store } = await open()
    const { person, etag } = await store.transaction(({ people }) => people.create(ada))
    const profile = {
      ...{ id: person.id, name: 'Ada van Lovelace', initials: 'AL', email: 'Ada@Example.nl', extension: '201' },
      ...{ mobile: '+31612345678', language: 'nl', theme: 'system', role: 'person' },
    }
    expect(person).toEqual({ ...profile, user: 'ada' })
    expect(await store.people.get(person.id)).toEqual(person)
    expect(await store.people.byUser('ADA')).toEqual(person)
    expect(await store.people.byEmail('aDA@example.NL')).toEqual(person)
    expect(await store.people.profile(person.id)).toEqual({ value: profile, etag })
    expect(await store.people.all()).toEqual([person])
    expect(await store.people.count()).toBe(1)
  })

  test('nobody is found as nobody', async () => {
    const { store } = await open()
    expect(await store.people.get('nobody')).toBeUndefined()
    expect(await store.people.byUser('')).toBeUndefined()
    expect(await store.people.byEmail('%')).toBeUndefined()
    expect(await store.people.profile('nobody')).toBeUndefined()
    expect(await store.people.credentials('nobody@example.nl')).toBeUndefined()
    expect(await store.people.picture('nobody')).toBeUndefined()
    expect(await store.people.count()).toBe(0)
  })

  test.each([
    ['user_taken', { user: 'ADA' }],
    ['email_taken', { email: 'ada@example.NL' }],
    ['extension_taken', { extension: '201' }],
  ])('%s: two cannot be the same, and nothing of the second stays', async (what, same) => {
    const { store } = await open()
    await store.transaction(({ people }) => people.create(ada))
    const bob = { user: 'bob', name: 'Bob', email: 'bob@example.nl', extension: '202' }
    const second = store.transaction(({ people }) => people.create({ ...bob, ...same }))
    await expect(second).rejects.toMatchObject({ name: 'StoreError', code: 'duplicate', what })
    expect(await store.people.count()).toBe(1)
    // a transaction that was refused leaves the next one alone
    await store.transaction(({ people }) => people.create(bob))
    expect(await store.people.count()).toBe(2)
  })

  test('a change is based on a version, and the second of two is refused', async () => {
    const { store } = await open()
    const { person, etag } = await store.transaction(({ people }) => people.create(ada))
    const first = await store.transaction(({ people }) => people.update(person.id, { name: 'Ada King' }, { etag }))
    expect(first.person.name).toBe('Ada King')
    const second = store.transaction(({ people }) => people.update(person.id, { name: 'Ada Byron' }, { etag }))
    await expect(second).rejects.toMatchObject({ code: 'conflict' })
    const last = await store.transaction(({ people }) => people.update(person.id, { mobile: null, theme: 'dark' }))
    expect(last.person).not.toHaveProperty('mobile')
    expect(await store.people.profile(person.id)).toMatchObject({
      value: { name: 'Ada King', theme: 'dark' },
      etag: last.etag,
    })
    await expect(store.transaction(({ people }) => people.update('nobody', {}))).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('of two changes at once one is carried out and the other refused', async () => {
    const { store } = await open()
    const { person, etag } = await store.transaction(({ people }) => people.create(ada))
    const changes = ['A', 'B', 'C', 'D'].map((name) =>
      store.transaction(({ people }) => people.update(person.id, { name }, { etag })),
    )
    const outcomes = await Promise.allSettled(changes)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
  })

  test('colleagues stand in the internal phonebook, as they are now', async () => {
    const { store } = await open()
    const { person, contact } = await store.transaction(({ people }) => people.create(ada))
    expect(contact).toMatchObject({
      uid: person.id,
      book: internalBook,
      name: { full: 'Ada van Lovelace' },
      readOnly: true,
    })
    const bob = await takeOn(store, 'bob')
    const seen = await store.contactsOf(bob).get(person.id)
    expect(seen?.phones.map(({ number }) => number)).toEqual(['201', '+31612345678'])
    const { contact: changed } = await store.transaction(({ people }) => people.update(person.id, { extension: '299' }))
    expect(changed?.phones[0]?.number).toBe('299')
    const { contact: same } = await store.transaction(({ people }) => people.update(person.id, { theme: 'dark' }))
    expect(same).toBeUndefined()
    await store.transaction(({ people }) => people.remove(person.id))
    expect(await store.contactsOf(bob).get(person.id)).toBeUndefined()
    expect((await store.books.of(bob.id)).find(({ id }) => id === internalBook)).toMatchObject({ size: 1 })
  })

  test('who leaves takes along all that was theirs', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    const session = await store.transaction(async (tx) => {
      await tx.people.link(id, { issuer: 'https://login.example', subject: 'a' })
      await tx.settings.seen(id, { instance: 'urn:uuid:1', name: 'Chrome', kind: 'browser' })
      return tx.sessions.open(id, { refreshToken: 'r', expiresAt: 9e12 })
    })
    await store.transaction(({ people }) => people.remove(id))
    expect(await store.people.get(id)).toBeUndefined()
    expect(await store.sessions.get(session.id)).toBeUndefined()
    expect(await store.people.byIdentity({ issuer: 'https://login.example', subject: 'a' })).toBeUndefined()
    expect(await store.presence.of(id)).toBeUndefined()
    expect(await store.settings.of(id)).toBeUndefined()
    await expect(store.transaction(({ people }) => people.remove(id))).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a picture has an address of its own, and another one when it is replaced', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    const bytes = Uint8Array.from({ length: 512 * 1024 }, (_, place) => place % 251)
    const set = (picture: { type: 'image/png'; bytes: Uint8Array } | null) =>
      store.transaction(({ people }) => people.setPicture(id, picture))
    const { person, contact } = await set({ type: 'image/png', bytes })
    const pictureId = person.picture?.replace('/v1/pictures/', '') ?? ''
    expect(contact?.photo).toBe(person.picture)
    const kept = await store.people.picture(pictureId)
    expect(kept?.type).toBe('image/png')
    expect(Buffer.compare(kept?.bytes ?? new Uint8Array(), bytes)).toBe(0)
    const next = await set({ type: 'image/png', bytes: new Uint8Array([1]) })
    expect(next.person.picture).not.toBe(person.picture)
    expect(await store.people.picture(pictureId)).toBeUndefined()
    expect((await set(null)).person).not.toHaveProperty('picture')
  })

  test('whom an issuer means can be changed, and each issuer has its own names', async () => {
    const { store } = await open()
    const [one, other] = [await takeOn(store, 'ada'), await takeOn(store, 'bob')]
    const identity = { issuer: 'https://login.example', subject: '42' }
    await store.transaction(({ people }) => people.link(one.id, identity))
    expect(await store.people.byIdentity(identity)).toMatchObject({ id: one.id })
    expect(await store.people.byIdentity({ ...identity, issuer: 'https://login.example/' })).toBeUndefined()
    expect(await store.people.isLinked(one.id, identity.issuer)).toBe(true)
    expect(await store.people.isLinked(one.id, 'https://login.example/')).toBe(false)
    expect(await store.people.isLinked(other.id, identity.issuer)).toBe(false)
    await store.transaction(({ people }) => people.link(other.id, identity))
    expect(await store.people.byIdentity(identity)).toMatchObject({ id: other.id })
    const nobody = store.transaction(({ people }) => people.link('nobody', identity))
    await expect(nobody).rejects.toMatchObject({ code: 'not-found' })
  })
})
