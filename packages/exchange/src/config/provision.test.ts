import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freshFolder } from '../store/testing/fresh-folder.ts'
import { openCompany } from '../testing/company.ts'
import type { PersonInput } from './schema.ts'

// a database is made, and opened again
vi.setConfig({ testTimeout: 60_000 })

async function dataFolder(): Promise<string> {
  const data = await freshFolder()
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  return data
}

const erin: PersonInput = { user: 'erin', extension: '301', name: 'Erin', password: 'erin', email: 'erin@example.nl' }

test('the people of the configuration are taken on once; what they changed themselves stays, what the company says counts', async () => {
  const data = await dataFolder()
  const first = await openCompany({ data, people: [{ ...erin, callerIds: [{ number: '+31201234567' }] }] })
  const before = await first.signIn('erin')
  await before.ask('PATCH /v1/me', { body: { name: 'Erin de Boer' } })
  await before.ask('POST /v1/me/password', { body: { from: 'erin', to: 'a password of her own' } })
  await first.close()

  const fourth: PersonInput = { user: 'frank', extension: '304', name: 'Frank', password: 'frank' }
  const changed: PersonInput = {
    ...erin,
    extension: '302',
    role: 'admin',
    callerIds: [{ number: '+31207654321', name: 'Sales' }],
  }
  const second = await openCompany({ data, domain: 'example.nl', people: [changed, fourth] })
  const after = await second.signIn('erin', 'a password of her own')
  expect(after.id).toBe(before.id)
  expect((await after.ask('GET /v1/me')).body).toMatchObject({ name: 'Erin de Boer', extension: '302', role: 'admin' })
  expect((await after.ask('GET /v1/me/caller-ids')).body.allowed).toEqual([{ number: '+31207654321', name: 'Sales' }])
  // signed in before the restart, and still
  const { status } = await second.ask('GET /v1/me', {
    headers: { authorization: `Bearer ${before.session.accessToken}` },
  })
  expect(status).toBe(200)
  const frank = await second.signIn('frank')
  expect((await frank.ask('GET /v1/contacts?text=erin')).body.items.map(({ name }) => name.full)).toEqual([
    'Erin de Boer',
  ])
  await second.close()
})

test('S11 D1 the demo is a company with a past, made once', async () => {
  const data = await dataFolder()
  const first = await openCompany({ data, demo: true, people: [] })
  const alice = await first.signIn('alice')
  const { body: books } = await alice.ask('GET /v1/books')
  expect(books.items.map(({ kind, size }) => [kind, size])).toEqual([
    ...[
      ['external', 298],
      ['internal', 10],
      ['personal', 0],
    ],
  ])
  const { body: contacts } = await alice.ask('GET /v1/contacts?text=berg')
  expect(contacts.items.map(({ name }) => name.full)).toContain('Carol van den Berg')
  expect((await alice.ask('GET /v1/me/history/figures')).body.calls).toBe(45)
  expect((await alice.ask('GET /v1/me/caller-ids')).body.allowed.length).toBe(3)
  expect((await alice.ask('GET /v1/office-hours')).body.exceptions).toHaveLength(3)
  expect((await (await first.signIn('gijs')).ask('GET /v1/me/presence')).body.person.status).toBe('holiday')
  await alice.ask('DELETE /v1/me/history')
  await first.close()
  const second = await openCompany({ data, demo: true, people: [] })
  const again = await second.signIn('alice')
  expect((await again.ask('GET /v1/me/history/figures')).body.calls).toBe(0)
  expect((await again.ask('GET /v1/books')).body.items.map(({ size }) => size)).toEqual([298, 10, 0])
  await second.close()
})
