import { createPhone } from '@offhook/core'
import { createOffice } from '@offhook/core/testing'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { routes } from '../contract/index.ts'
import { createBackend, passwordGrant } from '../index.ts'
import { type MockOptions, mockServer } from './index.ts'

const url = 'https://phone.example.nl'
const network = setupServer()
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())

const until = async (condition: () => boolean) => {
  for (const end = Date.now() + 8_000; !condition(); ) {
    if (Date.now() > end) throw new Error('It never happened.')
    await new Promise((resolve) => void setTimeout(resolve, 2))
  }
}

function open(options: MockOptions = {}) {
  const office = createOffice()
  const server = mockServer(office, options)
  network.resetHandlers(...server.handlers)
  const join = async (person = 'alice') => {
    const phone = createPhone(createBackend({ url, token: passwordGrant(`${person}@example.nl`, person) }))
    onTestFinished(() => phone.close())
    await until(() => phone.account.getSnapshot().isLive && phone.presence.getSnapshot().status === 'ready')
    return phone
  }
  const ask = (line: string, init: RequestInit = {}) => {
    const [method = '', path = ''] = line.split(' ')
    return fetch(url + path, { method, ...init })
  }
  const token = async () => {
    const body = JSON.stringify({ grant: 'password', email: 'alice@example.nl', password: 'alice' })
    return Object(await (await ask('POST /v1/sign-in', { body })).json()).accessToken as string
  }
  const asAlice = async (line: string, init: RequestInit = {}) =>
    ask(line, { ...init, headers: { ...Object(init.headers), Authorization: `Bearer ${await token()}` } })
  return { office, server, join, ask, asAlice, token }
}

test('every route of the contract is answered, and nobody gets further than the door', async () => {
  const { server, ask } = open()
  expect(server.handlers.length).toBe(Object.keys(routes).length)
  for (const { method, path, auth } of Object.values(routes) as { method: string; path: string; auth?: string }[]) {
    const { status } = await ask(`${method} ${path.replace(/\{\w+\}/g, 'x')}`)
    expect([path, auth === 'nobody' || status === 401]).toEqual([path, true])
  }
})

test('a stream that is cut comes back, and what happened meanwhile is told', async () => {
  const { office, server, join } = open()
  const { presence } = await join()
  server.cut()
  office.presence.line('bob', 'in-call')
  await until(() => presence.of('bob').getSnapshot()?.line === 'in-call')
})

test('what was forgotten is read anew', async () => {
  const { office, server, join } = open()
  const { presence } = await join()
  server.cut()
  office.presence.line('bob', 'ringing')
  server.forget()
  await until(() => presence.of('bob').getSnapshot()?.line === 'ringing')
})

test('tokens end and are renewed; a session that the office ends is over', async () => {
  const { office, join } = open({ tokenLifetime: 1_000 })
  const { account } = await join()
  await new Promise((resolve) => void setTimeout(resolve, 1_100))
  await account.update({ theme: 'dark' })
  office.account.expire('alice')
  await account.update({ theme: 'light' }).catch(() => {})
  await until(() => account.getSnapshot().status === 'expired')
})

test('the faults of an office are those of its server', async () => {
  const { office, join } = open()
  const { presence } = await join()
  office.presence.refuseNext()
  await expect(presence.set('lunch')).rejects.toMatchObject({ code: 'refused' })
  expect(presence.getSnapshot()).toMatchObject({ status: 'ready', value: { person: { status: 'available' } } })
})

test.each(['made-up', 'after-', 'after-6e6f626f6479', "after-';DROP"])(
  'a cursor that was made up (%s) is refused',
  async (cursor) => {
    const { asAlice } = open()
    for (const list of ['presence', 'contacts']) {
      const response = await asAlice(`GET /v1/${list}?cursor=${encodeURIComponent(cursor)}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
      expect(await response.json()).toMatchObject({ code: 'invalid', errors: [{ pointer: '?cursor' }] })
    }
  },
)

test('what is repeated with its key is done once', async () => {
  const { asAlice, token, ask } = open()
  const headers = { Authorization: `Bearer ${await token()}`, 'Idempotency-Key': 'k1' }
  const body = JSON.stringify({ name: { full: 'Jan' } })
  const uids: string[] = []
  for (let turn = 0; turn < 2; turn++) {
    const response = await ask('POST /v1/books/personal/contacts', { headers, body })
    expect(response.status).toBe(201)
    uids.push(Object(await response.json()).uid)
  }
  expect(uids[0]).toBe(uids[1])
  const found = Object(await (await asAlice('GET /v1/contacts?book=personal')).json()).items
  expect(found.length).toBe(1)
})

test('what does not fit the contract is refused by field', async () => {
  const { asAlice } = open()
  const body = JSON.stringify({ status: 'asleep', until: 'tomorrow' })
  const response = await asAlice('PUT /v1/me/presence', { body })
  expect(await response.json()).toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/status' }, { pointer: '/until' }],
  })
})
