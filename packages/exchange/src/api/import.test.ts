import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn
let book: string

beforeAll(async () => {
  company = await openCompany()
  alice = await company.signIn('alice')
  const { body } = await alice.ask('GET /v1/books')
  book = String(body.items.find(({ kind }) => kind === 'personal')?.id)
}, 60_000)
afterAll(() => company.close())

const mebibyte = 1024 * 1024

/** A body of so many contacts, each of about so many bytes, as a client may write it that writes every letter as an escape. */
function bodyOf(count: number, bytes: number): string {
  const note = '\\u00eb'.repeat(Math.floor(bytes / 6))
  const one = (at: number) => `{"name":{"full":"Contact ${at}"},"phones":[{"number":"+31201234567"}],"note":"${note}"}`
  return `{"items":[${Array.from({ length: count }, (_, at) => one(at)).join()}]}`
}

const size = async () => (await alice.ask('GET /v1/books')).body.items.find(({ id }) => id === book)?.size

test('D6 what is larger than a piece may be is refused with a problem, however it is sent, and nothing of it is there', async () => {
  const large = bodyOf(500, 17_500)
  expect(large.length).toBeGreaterThan(8 * mebibyte)
  const whole = await alice.ask(`POST /v1/books/${book}/import`, { body: large })
  expect([whole.status, whole.body.code, whole.body.detail]).toEqual([413, 'too-large', 'At most 8388608 bytes.'])
  expect(whole.headers.get('content-type')).toBe('application/problem+json')
  // without a length at the beginning
  const pieces = new Blob([large]).stream()
  const streamed = await fetch(`${company.url}/v1/books/${book}/import`, {
    ...{ method: 'POST', body: pieces, duplex: 'half' },
    headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.session.accessToken}` },
  } as RequestInit)
  expect([streamed.status, Object(await streamed.json()).code]).toEqual([413, 'too-large'])
  expect(await size()).toBe(0)
})

test('D6 the largest piece there may be is taken, and others are answered meanwhile', async () => {
  const large = bodyOf(500, 16_500)
  expect(large.length).toBeGreaterThan(7.5 * mebibyte)
  let isDone = false
  const importing = alice.ask(`POST /v1/books/${book}/import`, { body: large }).finally(() => {
    isDone = true
  })
  const waits: number[] = []
  for (let last = performance.now(); !isDone; last = performance.now()) {
    expect((await company.ask('GET /healthz')).status).toBe(200)
    waits.push(performance.now() - last)
  }
  const { status, body } = await importing
  expect([status, body.items.length]).toEqual([200, 500])
  // what takes long in between is a part of it and never all of it
  const whole = waits.reduce((sum, wait) => sum + wait, 0)
  expect(waits.length).toBeGreaterThan(5)
  expect(Math.max(...waits)).toBeLessThan(whole / 2)
  expect(await size()).toBe(500)
})
