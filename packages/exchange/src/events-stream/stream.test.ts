import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Json, openCompany, type SignedIn } from '../testing/company.ts'
import { eventually } from '../testing/house.ts'

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn
let bob: SignedIn

beforeAll(async () => {
  company = await openCompany()
  ;[alice, bob] = await Promise.all([company.signIn('alice'), company.signIn('bob')])
}, 60_000)
afterAll(() => company.close())

const open: AbortController[] = []
afterEach(() => {
  for (const stream of open.splice(0)) stream.abort()
})

/** Reads the stream of somebody, from the beginning or after an event. */
async function listen(who: SignedIn, lastId?: string) {
  const stop = new AbortController()
  open.push(stop)
  const response = await fetch(`${company.url}/v1/events`, {
    headers: {
      authorization: `Bearer ${who.session.accessToken}`,
      ...(lastId !== undefined && { 'last-event-id': lastId }),
    },
    signal: stop.signal,
  })
  const events: Json[] = []
  let text = ''
  let isEnded = false
  const read = async () => {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString()
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      for (const one of whole) {
        const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(one) ?? []
        if (data !== undefined) events.push({ ...JSON.parse(data), sse: id })
      }
    }
  }
  void read()
    .catch(() => {})
    .then(() => {
      isEnded = true
    })
  const has = (type: string, of = (_: Json) => true) => {
    const found = () => events.find((event) => event.type === type && of(event))
    return eventually(() => found() !== undefined, 500).then(() => found() as Json)
  }
  await eventually(() => events.length > 0, 500)
  return { response, events, has, cut: () => stop.abort(), ended: () => eventually(() => isEnded, 500) }
}

const say = (who: SignedIn, note: string) => who.ask('PUT /v1/me/presence', { body: { status: 'meeting', note } })

test('it opens with where it is, and tells what happens in the words of the contract', async () => {
  const stream = await listen(bob)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream')
  expect(stream.events[0]).toMatchObject({ type: 'stream.opened', data: {} })
  await say(alice, 'Hello')
  const event = await stream.has('presence.updated', ({ subject }) => subject === alice.id)
  expect(event).toMatchObject({ id: event.sse, subject: alice.id, data: { id: alice.id, line: 'idle' } })
  expect(event.data.person).toMatchObject({ status: 'meeting', note: 'Hello', since: expect.stringMatching(/Z$/) })
})

test('what is cut goes on where it was: each event once, in order, none left out', async () => {
  const stream = await listen(bob)
  await say(alice, 'one')
  const { id } = await stream.has('presence.updated')
  stream.cut()
  for (const note of ['two', 'three', 'four']) await say(alice, note)
  const again = await listen(bob, id)
  await say(alice, 'five')
  await eventually(() => again.events.length >= 5, 500)
  expect(again.events.map(({ type, data }) => (type === 'stream.opened' ? type : data.person.note))).toEqual([
    ...['stream.opened', 'two', 'three', 'four', 'five'],
  ])
  const ids = again.events.map((event) => Number(event.id))
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
})

test('it may be cut at any byte', async () => {
  const first = await listen(bob)
  const from = String(first.events[0]?.id)
  for (let count = 0; count < 5; count += 1) await say(alice, `note ${count}`)
  await eventually(() => first.events.length >= 6, 500)
  const whole = first.events.slice(1).map(({ id }) => id)
  const { hostname, port } = new URL(company.url)
  for (const bytes of [700, 1100, 1500, 1900]) {
    const text = await readBytes({ hostname, port: Number(port), token: bob.session.accessToken, lastId: from }, bytes)
    const had = [...text.matchAll(/^id: (\d+)\ndata: .*\n\n/gm)].map(([, id]) => id ?? '')
    const rest = await listen(bob, had.at(-1) ?? from)
    const wanted = whole.filter((id) => Number(id) > Number(had.at(-1) ?? from))
    await eventually(() => rest.events.length >= wanted.length + 1, 500)
    expect(rest.events.slice(1).map(({ id }) => id)).toEqual(wanted)
    rest.cut()
  }
})

test('what is made up or too old begins anew, and says so', async () => {
  for (const lastId of ['1', '999999999999999', 'made up', '-1', "1'; drop table outbox"]) {
    const stream = await listen(bob, lastId)
    expect(stream.events[0]?.type, lastId).toBe('stream.reset')
    await say(alice, lastId)
    await stream.has('presence.updated', ({ data }) => (data.person.note as unknown) === lastId)
    stream.cut()
  }
})

test('nobody hears what is personal of somebody else', async () => {
  const [hers, his] = [await listen(alice), await listen(bob)]
  const { body: books } = await alice.ask('GET /v1/books')
  const book = books.items.find(({ kind }) => kind === 'personal')?.id
  const { body: made } = await alice.ask(`POST /v1/books/${book}/contacts`, { body: { name: { full: 'Geheim' } } })
  await alice.ask(`PUT /v1/contacts/${made.uid}`, { body: { name: { full: 'Geheimer' } } })
  await alice.ask(`PUT /v1/me/favourites/${made.uid}`)
  await alice.ask('PATCH /v1/me', { body: { language: 'en' } })
  await alice.ask('PATCH /v1/me/settings', { body: { ringer: false } })
  await alice.ask('PUT /v1/me/forwarding', { body: { rules: [] } })
  await alice.ask('PUT /v1/me/caller-ids/standard', { body: { number: '+31201234500' } })
  await alice.ask('PUT /v1/me/history/seen', { body: { until: '2026-01-01T00:00:00Z' } })
  await alice.ask('DELETE /v1/me/history')
  await alice.ask(`DELETE /v1/contacts/${made.uid}`)
  await say(alice, 'last')
  await his.has('presence.updated')
  await hers.has('presence.updated')
  expect(his.events.map(({ type }) => type)).toEqual(['stream.opened', 'presence.updated'])
  expect(hers.events.map(({ type }) => type)).toEqual([
    ...['stream.opened', 'contact.updated', 'book.updated', 'contact.updated', 'contact.updated', 'profile.updated'],
    ...['settings.updated', 'forwarding.updated', 'caller-ids.updated', 'profile.updated', 'missed.updated'],
    ...['history.cleared', 'missed.updated', 'contacts.removed', 'book.updated', 'presence.updated'],
  ])
  const settings = await hers.has('settings.updated')
  expect(settings.etag).toBe((await alice.ask('GET /v1/me/settings')).headers.get('etag'))
  // who comes later hears no more of it
  const later = await listen(bob, String(his.events[0]?.id))
  expect(JSON.stringify(later.events)).not.toContain('Geheim')
})

test('a contact of the company comes with the own star, and read-only unless one keeps the phonebooks', async () => {
  const dora = await company.signIn('dora')
  const { body: made } = await dora.ask('POST /v1/books/external/contacts', { body: { name: { full: 'Leverancier' } } })
  await bob.ask(`PUT /v1/me/favourites/${made.uid}`)
  const [hers, his, admins] = [await listen(alice), await listen(bob), await listen(dora)]
  await dora.ask(`PUT /v1/contacts/${made.uid}`, { body: { name: { full: 'Grote Leverancier' } } })
  const seen = await Promise.all([hers, his, admins].map((stream) => stream.has('contact.updated')))
  expect(seen.map(({ data: { readOnly, favourite } }) => [readOnly, favourite])).toEqual([
    ...[
      [true, false],
      [true, true],
      [false, false],
    ],
  ])
  await bob.ask(`DELETE /v1/me/favourites/${made.uid}`)
  await dora.ask(`PUT /v1/contacts/${made.uid}`, { body: { name: { full: 'Kleine Leverancier' } } })
  const last = await his.has('contact.updated', ({ data }) => (data.name.full as unknown) === 'Kleine Leverancier')
  expect(last.data.favourite).toBe(false)
})

test('S5 a session that is ended elsewhere ends its stream with a word, and no other one', async () => {
  const [one, two] = [await company.signIn('carol'), await company.signIn('carol')]
  const [first, second] = [await listen(one), await listen(two)]
  await one.ask('POST /v1/sign-out', { body: { everywhere: false } })
  expect((await first.has('session.ended')).data).toEqual({ reason: 'signed-out' })
  await first.ended()
  await say(alice, 'still there?')
  await second.has('presence.updated')
  expect(second.events.some(({ type }) => type === 'session.ended')).toBe(false)
  const third = await company.signIn('carol')
  await third.ask('POST /v1/sign-out', { body: { everywhere: true } })
  await second.has('session.ended')
  await second.ended()
  expect((await two.ask('GET /v1/me')).status).toBe(401)
})

test('somebody who is asleep for a day renews the session and hears what was said meanwhile', async () => {
  const sleepy = await company.signIn('carol')
  const stream = await listen(sleepy)
  const lastId = String(stream.events[0]?.id)
  stream.cut()
  await say(alice, 'while you slept')
  company.clock.shift(24 * 3_600_000)
  const { body } = await company.ask('POST /v1/sign-in', {
    body: { grant: 'refresh', refreshToken: sleepy.session.refreshToken },
  })
  const awake = company.as(body as never)
  expect((await sleepy.ask('GET /v1/me')).status).toBe(401)
  const again = await listen(awake, lastId)
  expect((await again.has('presence.updated')).data.person.note).toBe('while you slept')
})

test('a reader that does not read is cut, and goes on where it was', async () => {
  const dora = await company.signIn('dora')
  const start = await listen(dora)
  const from = String(start.events[0]?.id)
  start.cut()
  const { hostname, port } = new URL(company.url)
  const slow = connect(Number(port), hostname)
  request(slow, { hostname, token: dora.session.accessToken, lastId: from })
  slow.pause()
  let received = 0
  let isCut = false
  slow.on('error', () => {})
  slow.on('close', () => {
    isCut = true
  })
  const items = Array.from({ length: 100 }, (_, at) => ({ name: { full: `N ${at}` }, note: 'x'.repeat(2000) }))
  const imports = 60
  for (let made = 0; made < imports; made += 1) await dora.ask('POST /v1/books/external/import', { body: { items } })
  slow.on('data', (data) => {
    received += data.byteLength
  })
  slow.resume()
  await eventually(() => isCut, 500)
  // what the network holds is there, and what would have waited in memory is not
  expect(received).toBeLessThan(imports * 100 * 2000)
  const again = await listen(dora, from)
  await eventually(() => again.events.filter(({ type }) => type === 'contact.updated').length === imports * 100, 1000)
}, 60_000)

const request = (
  socket: Socket,
  { hostname, token, lastId }: { readonly hostname: string; readonly token: string; readonly lastId: string },
) =>
  socket.write(
    `GET /v1/events HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\nLast-Event-ID: ${lastId}\r\n\r\n`,
  )

/** The first bytes of an answer, with nothing of its chunks. */
function readBytes(
  {
    port,
    ...question
  }: { readonly hostname: string; readonly port: number; readonly token: string; readonly lastId: string },
  most: number,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, question.hostname)
    request(socket, question)
    let received = ''
    socket.on('data', (data) => {
      received += String(data)
      if (received.length >= most) socket.destroy()
    })
    socket.on('close', () => resolve(received.slice(0, most).replaceAll(/\r\n[0-9a-f]+\r\n/g, '\n')))
  })
}
