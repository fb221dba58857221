import { createPhone } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { openBackend } from './testing/backend.fixture.ts'
import { json, problem } from './testing/fake-server.fixture.ts'

const officeHours = { timeZone: 'Europe/Amsterdam', week: [], exceptions: [] }
const rule = (status: string) =>
  ({ status, callers: 'inside', situation: 'always', target: { to: 'voicemail' } }) as const
const forwarding = (...rules: readonly object[]) => ({ rules, officeHours })
const settings = { callWaiting: true, simultaneousRing: false, ringer: true, devices: [] }

async function open() {
  const fake = openBackend({ url: 'https://phone.example.nl/', token: async () => 'opaque' })
  fake.on('GET /v1/me/forwarding', () => json(forwarding(), { headers: { ETag: '"1"' } }))
  fake.on('GET /v1/me/settings', () => json(settings, { headers: { ETag: '"1"' } }))
  const { backend, clock } = fake
  const phone = createPhone({ forwarding: backend.forwarding, settings: backend.settings }, { clock })
  onTestFinished(() => phone.close())
  const isRead = () =>
    phone.forwarding.getSnapshot().status === 'ready' && phone.settings.getSnapshot().status === 'ready'
  await fake.until(isRead, 'it is read')
  const value = () => {
    const now = phone.forwarding.getSnapshot()
    return now.status === 'loading' ? undefined : now.value
  }
  const versions = () => fake.at('PUT /v1/me/forwarding').map(({ headers }) => headers.get('if-match'))
  return { ...fake, phone, value, versions }
}

test('S8 a change is based on the version that was told last', async () => {
  const { streams, on, phone, outcome, until, value, versions } = await open()
  on('PUT /v1/me/forwarding', () => {
    const next = forwarding(rule('away'))
    setTimeout(() => streams.event(5, 'forwarding.updated', next, { etag: '"5"' }), 0)
    return json(next, { headers: { ETag: '"5"' } })
  })
  streams.event(4, 'forwarding.updated', forwarding(rule('lunch')), { etag: '"4"' })
  await until(() => value()?.rules.length === 1, 'the news is there')
  expect(await outcome(phone.forwarding.save({ rules: [rule('away')] }))).toBe('done')
  expect(value()?.rules).toEqual([rule('away')])
  expect(await outcome(phone.forwarding.save({ rules: [rule('away')] }))).toBe('done')
  expect(versions()).toEqual(['"4"', '"5"'])
})

test('S8 a change that came too late is refused, and what stands is there with the refusal', async () => {
  const { on, phone, outcome, value, versions } = await open()
  on('PUT /v1/me/forwarding', () => problem(412, 'conflict'))
  on('GET /v1/me/forwarding', () => json(forwarding(rule('meeting')), { headers: { ETag: '"8"' } }))
  expect(await outcome(phone.forwarding.save({ rules: [rule('away')] }))).toBe('conflict')
  expect(value()?.rules).toEqual([rule('meeting')])
  expect(await outcome(phone.forwarding.save({ rules: [rule('away')] }))).toBe('conflict')
  expect(versions()).toEqual(['"1"', '"8"'])
})

test('C18 a switch is a change of itself only, whatever the devices do meanwhile', async () => {
  const { on, phone, outcome, at } = await open()
  on('PATCH /v1/me/settings', ({ body }) => json({ ...settings, ...Object(body) }, { headers: { ETag: '"2"' } }))
  on('GET /v1/me/settings', () => json({ ...settings, ringer: false }, { headers: { ETag: '"2"' } }))
  expect(await outcome(phone.settings.update({ ringer: false }))).toBe('done')
  const [sent] = at('PATCH /v1/me/settings')
  expect([sent?.body, sent?.headers.get('if-match')]).toEqual([{ ringer: false }, null])
  expect(phone.settings.getSnapshot()).toMatchObject({ status: 'ready', value: { ringer: false } })
})

test('while no news comes, an answer is the newest there is', async () => {
  const { streams, on, phone, outcome, value, at, until, clock } = await open()
  on('GET /v1/events', () => problem(503, 'unavailable'))
  on('PUT /v1/me/forwarding', ({ body }) => json({ ...Object(body), officeHours }, { headers: { ETag: '"2"' } }))
  streams.end()
  await until(() => streams.count() === 0, 'the stream is gone')
  const [before, begun] = [at('GET /v1/me/forwarding').length, clock.now()]
  expect(await outcome(phone.forwarding.save({ rules: [rule('away')] }))).toBe('done')
  expect([value()?.rules, at('GET /v1/me/forwarding').length]).toEqual([[rule('away')], before])
  expect(clock.now() - begun).toBeLessThan(1_000)
})

test('S8 what was told while it was read again is newer, and stands', async () => {
  const { streams, on, phone, outcome, value, pass, versions } = await open()
  on('PUT /v1/me/forwarding', () => problem(412, 'conflict'))
  let answer = (_: Response) => {}
  on('GET /v1/me/forwarding', () => {
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  const saving = outcome(phone.forwarding.save({ rules: [rule('away')] }))
  await pass(200)
  streams.event(9, 'forwarding.updated', forwarding(rule('holiday')), { etag: '"9"' })
  await pass(100)
  answer(json(forwarding(rule('lunch')), { headers: { ETag: '"8"' } }))
  expect([await saving, value()?.rules]).toEqual(['conflict', [rule('holiday')]])
  await outcome(phone.forwarding.save({ rules: [] }))
  expect(versions().at(-1)).toBe('"9"')
})
