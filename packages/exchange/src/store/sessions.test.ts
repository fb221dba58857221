import { expect, test } from 'vitest'
import type { Renewal } from './sessions.ts'
import type { Store } from './store.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const dayMs = 24 * 3_600_000
const graceMs = 10_000

onBoth((open) => {
  /** Somebody who has signed in once. */
  async function signedIn() {
    const { store, clock } = await open()
    const { id } = await takeOn(store, 'ada')
    const session = await openSession(store, id, 'first')
    const renew = (refreshToken: string, next: string): Promise<Renewal> =>
      store.transaction(({ sessions }) =>
        sessions.renew(refreshToken, { refreshToken: next, expiresAt: clock.now() + dayMs, graceMs }),
      )
    return { store, clock, id, session, renew }
  }

  const openSession = (store: Store, person: string, refreshToken: string, expiresAt = 9e12) =>
    store.transaction(({ sessions }) => sessions.open(person, { refreshToken, expiresAt }))

  test('a refresh token is used up, and the next one takes its place', async () => {
    const { store, clock, session, renew } = await signedIn()
    clock.advance(1000)
    const renewed = await renew('first', 'second')
    const now = { ...session, usedAt: clock.now(), expiresAt: clock.now() + dayMs }
    expect(renewed).toEqual({ outcome: 'renewed', session: now })
    expect(await store.sessions.get(session.id)).toEqual(now)
    expect(await renew('second', 'third')).toMatchObject({ outcome: 'renewed' })
    expect(await renew('never given', 'x')).toEqual({ outcome: 'unknown' })
    expect(await renew('', 'x')).toEqual({ outcome: 'unknown' })
  })

  test('an answer that was lost is asked for again; a token that is used much later was stolen', async () => {
    const { store, clock, session, renew } = await signedIn()
    await renew('first', 'second')
    clock.advance(graceMs)
    expect(await renew('first', 'again')).toMatchObject({ outcome: 'renewed' })
    clock.advance(1)
    expect(await renew('first', 'thief')).toMatchObject({ outcome: 'reused', session: { id: session.id } })
    expect(await store.sessions.get(session.id)).toBeUndefined()
    for (const token of ['second', 'again', 'thief']) expect(await renew(token, 'x')).toEqual({ outcome: 'unknown' })
  })

  test('a token that is used many times at once gives every asker one that works, in one session', async () => {
    const { store, id, renew } = await signedIn()
    const next = ['a', 'b', 'c', 'd', 'e']
    const renewals = await Promise.all(next.map((token) => renew('first', token)))
    expect(new Set(renewals.map(({ outcome }) => outcome))).toEqual(new Set(['renewed']))
    expect(await store.sessions.of(id)).toHaveLength(1)
    for (const token of next) expect(await renew(token, `${token}2`)).toMatchObject({ outcome: 'renewed' })
  })

  test('a session that has expired is none, whatever it is asked', async () => {
    const { store, clock, id } = await signedIn()
    const session = await openSession(store, id, 'short', clock.now() + 1000)
    clock.advance(999)
    expect(await store.sessions.get(session.id)).toEqual(session)
    clock.advance(1)
    expect(await store.sessions.get(session.id)).toBeUndefined()
    expect((await store.sessions.of(id)).map((one) => one.id)).not.toContain(session.id)
    const late = await store.transaction(({ sessions }) =>
      sessions.renew('short', { refreshToken: 'x', expiresAt: clock.now() + 1, graceMs }),
    )
    expect(late).toEqual({ outcome: 'unknown' })
  })

  test('signing out everywhere ends all sessions of a person but the own, and nobody else is', async () => {
    const { store, id, session, renew } = await signedIn()
    const bob = await takeOn(store, 'bob')
    const bobs = await openSession(store, bob.id, 'bobs')
    const [one, other] = [await openSession(store, id, 'one'), await openSession(store, id, 'other')]
    const ended = await store.transaction(({ sessions }) => sessions.endAll(id, { except: session.id }))
    expect([...ended].sort()).toEqual([one.id, other.id].sort())
    expect((await store.sessions.of(id)).map((each) => each.id)).toEqual([session.id])
    expect(await renew('one', 'x')).toEqual({ outcome: 'unknown' })
    expect(await store.transaction(({ sessions }) => sessions.endAll(id))).toEqual([session.id])
    expect(await store.sessions.get(bobs.id)).toBeDefined()
    await store.transaction(({ sessions }) => sessions.end(bobs.id))
    expect(await store.sessions.get(bobs.id)).toBeUndefined()
  })

  test('nobody has a session', async () => {
    const { store } = await open()
    await expect(openSession(store, 'nobody', 'x')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a code for a new password is good once, in its time, and only the last one', async () => {
    const { store, clock, id } = await signedIn()
    const start = (code: string) =>
      store.transaction(({ sessions }) => sessions.startReset(id, { code, expiresAt: clock.now() + 1000 }))
    const take = (code: string) => store.transaction(({ sessions }) => sessions.takeReset(code))
    await start('old')
    await start('new')
    expect(await take('old')).toBeUndefined()
    expect(await take('new')).toBe(id)
    expect(await take('new')).toBeUndefined()
    await start('late')
    clock.advance(1000)
    expect(await take('late')).toBeUndefined()
    await Promise.all(['a', 'b', 'c'].map(start))
    const taken = await Promise.all(['a', 'b', 'c'].map(take))
    expect(taken.filter((one) => one === id)).toHaveLength(1)
  })

  test('what is over is taken away, and what is not stays', async () => {
    const { store, clock, id, session } = await signedIn()
    await openSession(store, id, 'short', clock.now() + 1)
    await store.transaction(({ sessions }) => sessions.startReset(id, { code: 'c', expiresAt: clock.now() + 1 }))
    clock.advance(8 * dayMs)
    await store.tidy()
    expect(await store.sessions.of(id)).toEqual([session])
  })
})
