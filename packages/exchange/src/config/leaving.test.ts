import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { quiet } from '../store/testing/databases.ts'
import { freshFolder } from '../store/testing/fresh-folder.ts'
import { type Json, openCompany } from '../testing/company.ts'
import { openPhone } from '../testing/raw-phone.ts'
import type { PersonInput } from './schema.ts'

// a database is opened, and again
vi.setConfig({ testTimeout: 60_000 })

async function dataFolder(): Promise<string> {
  const data = await freshFolder()
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  return data
}

const person = (user: string, extension: string): PersonInput => ({
  ...{ user, extension, name: `${user} van Dam`, password: user, email: `${user}@example.nl` },
})
const [erin, frank] = [person('erin', '301'), person('frank', '302')]
const sipOf = ({ url }: { url: string }) => `${url.replace('http', 'ws')}/sip`
const names = (items: readonly Json[]) => items.map(({ name }) => name.full)

test('S2 D1 who is taken out of the configuration has left: signed out, unseen and unreachable; put back, they are the same', async () => {
  const data = await dataFolder()
  const first = await openCompany({ data, people: [erin, frank] })
  const [his, hers] = [await first.signIn('frank'), await first.signIn('erin')]
  const { body: sip } = await his.ask('GET /v1/me/sip')
  await his.ask('PATCH /v1/me', { body: { name: 'Frank Frankenstein' } })
  const called = await openPhone(sipOf(first), 'erin', { password: 'erin' })
  const caller = await openPhone(sipOf(first), 'frank', { password: String(sip.password) })
  for (const phone of [called, caller]) expect((await phone.register()).status).toBe(200)
  const call = await caller.call('301')
  const ringing = await called.incoming()
  ringing.ring()
  await call.response(180)
  call.cancel()
  await ringing.cancelled()
  for (const phone of [called, caller]) phone.vanish()
  await first.close()

  const second = await openCompany({ data, people: [erin] }, quiet)
  const { status } = await second.ask('POST /v1/sign-in', {
    body: { grant: 'password', email: 'frank@example.nl', password: 'frank' },
  })
  expect(status).toBe(401)
  expect((await second.as(his.session).ask('GET /v1/me')).status).toBe(401)
  for (const password of ['frank', String(sip.password)]) {
    const phone = await openPhone(sipOf(second), 'frank', { password })
    expect((await phone.register()).status).toBe(401)
    phone.vanish()
  }
  const here = second.as(hers.session)
  expect(names((await here.ask('GET /v1/contacts?book=internal')).body.items)).toEqual(['erin van Dam'])
  expect((await here.ask('GET /v1/presence')).body.items).toHaveLength(1)
  expect((await here.ask(`GET /v1/presence/${his.id}`)).status).toBe(404)
  // their call is still one of hers
  expect((await here.ask('GET /v1/me/history')).body.items).toHaveLength(1)
  await second.close()

  const again = await openCompany({ data, people: [erin, { ...frank, extension: '333' }] })
  const back = await again.signIn('frank')
  expect(back.id).toBe(his.id)
  expect((await back.ask('GET /v1/me')).body).toMatchObject({ name: 'Frank Frankenstein', extension: '333' })
  expect(names((await back.ask('GET /v1/contacts?text=frankenstein')).body.items)).toEqual(['Frank Frankenstein'])
  expect((await back.ask('GET /v1/presence')).body.items).toHaveLength(2)
  expect((await again.as(his.session).ask('GET /v1/me')).status).toBe(401)
  await again.close()
})

test('S2 what somebody left, another one may have: extension and address', async () => {
  const data = await dataFolder()
  const first = await openCompany({ data, people: [erin, frank] })
  await first.close()
  const second = await openCompany(
    { data, people: [erin, { ...person('gina', '302'), email: 'frank@example.nl' }] },
    quiet,
  )
  const { status, body } = await second.ask('POST /v1/sign-in', {
    body: { grant: 'password', email: 'frank@example.nl', password: 'gina' },
  })
  expect([status, (await second.as(body as never).ask('GET /v1/me')).body.extension]).toEqual([200, '302'])
  await second.close()
})

test('S11 nobody of the demo can sign in when it is over', async () => {
  const data = await dataFolder()
  const first = await openCompany({ data, demo: true, people: [] })
  await first.signIn('emma')
  await first.close()
  const second = await openCompany({ data, people: [erin] }, quiet)
  for (const user of ['alice', 'emma']) {
    const credentials = { grant: 'password', email: `${user}@example.nl`, password: user }
    expect((await second.ask('POST /v1/sign-in', { body: credentials })).status).toBe(401)
  }
  const hers = await second.signIn('erin')
  expect((await hers.ask('GET /v1/presence')).body.items).toHaveLength(1)
  await second.close()
})
