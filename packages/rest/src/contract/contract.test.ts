import { errorCatalogue } from '@offhook/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import {
  CallRecord,
  Contact,
  ContactFields,
  check,
  everywhere,
  ForwardingPlan,
  PresenceChange,
  pathOf,
  problemStatus,
  type Route,
  routes,
  SettingsChanges,
  statusOf,
  TokenRequest,
  time,
} from './index.ts'
import { openApi } from './openapi.ts'

const all: readonly (readonly [string, Route])[] = Object.entries(routes)
const lineOf = ([name, route]: readonly [string, Route]) =>
  `${route.auth ?? 'person'} ${route.method} ${route.path} ${statusOf(route)} ${name}`

describe('the routes', () => {
  test('are these, and a new one is a decision', () => {
    expect(all.map(lineOf)).toMatchInlineSnapshot(`
      [
        "nobody GET /v1/capabilities 200 capabilities",
        "nobody GET /v1/sign-in 200 signInMethods",
        "nobody POST /v1/sign-in 200 signIn",
        "person POST /v1/sign-out 204 signOut",
        "nobody POST /v1/password-reset 202 requestPasswordReset",
        "nobody POST /v1/password-reset/confirm 204 resetPassword",
        "person POST /v1/me/password 204 changePassword",
        "person GET /v1/me/sip 200 sipAccess",
        "person GET /v1/me 200 profile",
        "person PATCH /v1/me 200 updateProfile",
        "person PUT /v1/me/picture 200 setPicture",
        "person DELETE /v1/me/picture 200 removePicture",
        "nobody GET /v1/pictures/{id} 200 picture",
        "person GET /v1/presence 200 team",
        "person GET /v1/presence/{id} 200 presenceOf",
        "person GET /v1/me/presence 200 myPresence",
        "person PUT /v1/me/presence 200 setPresence",
        "person DELETE /v1/me/presence 200 clearPresence",
        "person GET /v1/books 200 books",
        "person GET /v1/contacts 200 contacts",
        "person GET /v1/contacts/{uid} 200 contact",
        "person POST /v1/books/{book}/contacts 201 createContact",
        "person POST /v1/books/{book}/import 200 importContacts",
        "person PUT /v1/contacts/{uid} 200 updateContact",
        "person DELETE /v1/contacts/{uid} 204 removeContact",
        "person PUT /v1/me/favourites/{uid} 204 star",
        "person DELETE /v1/me/favourites/{uid} 204 unstar",
        "person GET /v1/me/history 200 history",
        "person DELETE /v1/me/history/{id} 204 removeRecord",
        "person DELETE /v1/me/history 204 clearHistory",
        "person GET /v1/me/history/missed 200 missed",
        "person PUT /v1/me/history/seen 204 seeHistory",
        "person GET /v1/me/history/figures 200 historyFigures",
        "admin GET /v1/records 200 records",
        "admin GET /v1/records/figures 200 recordFigures",
        "person GET /v1/me/forwarding 200 forwarding",
        "person PUT /v1/me/forwarding 200 saveForwarding",
        "person GET /v1/office-hours 200 officeHours",
        "admin PUT /v1/office-hours 200 saveOfficeHours",
        "person GET /v1/me/settings 200 settings",
        "person PATCH /v1/me/settings 200 updateSettings",
        "person PUT /v1/me/devices/{id}/rings 200 ringDevice",
        "person GET /v1/me/caller-ids 200 callerIds",
        "person PUT /v1/me/caller-ids/standard 200 chooseCallerId",
        "person GET /v1/events 200 events",
      ]
    `)
  })

  test('have a place of their own', () => {
    expect(new Set(all.map(([, { method, path }]) => `${method} ${path}`)).size).toBe(all.length)
  })

  test('fail only with codes that the SDK has words for', () => {
    const codes = [...everywhere, ...Object.keys(problemStatus), ...all.flatMap(([, { errors = [] }]) => errors)]
    for (const code of codes) expect(Object.keys(errorCatalogue)).toContain(code)
  })

  test('that read something by its id can say that it is not there', () => {
    const byId = all.filter(([, { path }]) => path.includes('{'))
    for (const [name, { errors = [] }] of byId) expect(errors, name).toContain('not-found')
  })

  test('that honour If-Match can say that somebody was quicker', () => {
    for (const [name, { etag, errors = [] }] of all) expect(errors.includes('conflict'), name).toBe(etag === 'write')
  })

  test('put ids in their places, whatever is in them', () => {
    expect(pathOf(routes.contact, { uid: 'a/b?c=d#é ../' })).toBe('/v1/contacts/a%2Fb%3Fc%3Dd%23%C3%A9%20..%2F')
    expect(pathOf(routes.profile, {})).toBe('/v1/me')
  })
})

describe('the OpenAPI document', () => {
  const document = openApi({ version: '1.2.3', url: 'https://phone.example.nl' })
  const validate = (specification: object) => new Validator().validate(structuredClone(specification))

  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await validate(document)
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  test('is looked at: one with a fault is not valid', async () => {
    const { valid } = await validate({ ...document, paths: { '/v1/me': { get: { responses: 'none' } } } })
    expect(valid).toBe(false)
  })

  test('has every route, with its summary', () => {
    const paths = Object(document.paths) as Record<string, Record<string, { operationId: string; summary: string }>>
    for (const [name, { method, path }] of all) {
      const operation = paths[path]?.[method.toLowerCase()]
      expect(operation?.operationId).toBe(name)
      expect(operation?.summary).toMatch(/^[A-Z].+\.$/)
    }
  })

  test('refers only to what is in it', () => {
    const text = JSON.stringify(document)
    const { schemas } = Object(document.components) as { schemas: Record<string, unknown> }
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')
    expect(names.length).toBeGreaterThan(50)
    for (const name of new Set(names)) expect(schemas[name], name).toBeDefined()
    expect(text).not.toContain('$defs')
  })

  test('says which routes need nobody signed in', () => {
    const open = all.filter(([, { auth }]) => auth === 'nobody').map(([name]) => name)
    expect(open).toEqual([
      ...['capabilities', 'signInMethods', 'signIn', 'requestPasswordReset', 'resetPassword', 'picture'],
    ])
  })
})

describe('what goes over the wire', () => {
  const moment = Date.UTC(2026, 10, 22, 13, 30, 15, 250)

  test('a moment is RFC 3339 outside and milliseconds inside', () => {
    expect(z.encode(time, moment)).toBe('2026-11-22T13:30:15.250Z')
    expect(z.decode(time, '2026-11-22T14:30:15.250+01:00')).toBe(moment)
    for (const wrong of [
      '2026-11-22',
      '22-11-2026 13:30',
      '2026-11-22T13:30:15',
      '2026-02-30T00:00:00Z',
      'now',
      1,
      null,
    ]) {
      expect(check(time, wrong).ok, String(wrong)).toBe(false)
    }
  })

  test('a record comes back as it went', () => {
    const record: z.output<typeof CallRecord> = {
      ...{ id: 'r1', direction: 'incoming', kind: 'missed', startedAt: moment, endedAt: moment + 20_000, seen: false },
      ...{ from: { number: '+31201234567' }, to: { number: '201', personId: 'alice' } },
      ...{ via: [{ name: 'Support', number: '800' }], devices: ['Browser'] },
    }
    const wire: unknown = JSON.parse(JSON.stringify(z.encode(CallRecord, record)))
    expect(wire).toMatchObject({ startedAt: '2026-11-22T13:30:15.250Z', endedAt: '2026-11-22T13:30:35.250Z' })
    expect(check(CallRecord, wire)).toEqual({ ok: true, value: record })
  })

  test('what a later server adds is no fault', () => {
    const later = { items: [], next: 'x', total: 12, page: { size: 25 } }
    expect(check(routes.history.answer, later)).toEqual({ ok: true, value: { items: [], next: 'x' } })
  })

  test('a list in a query has commas between', () => {
    expect(z.decode(routes.history.query, { kind: 'missed,voicemail', limit: '50' })).toEqual({
      ...{ kind: ['missed', 'voicemail'], limit: 50 },
    })
    expect(z.encode(routes.history.query, { kind: ['missed', 'voicemail'], limit: 50, from: moment })).toEqual({
      ...{ kind: 'missed,voicemail', limit: '50', from: '2026-11-22T13:30:15.250Z' },
    })
    for (const query of [{ kind: 'missed,' }, { kind: 'gone' }, { limit: '0' }, { limit: '101' }, { limit: '1e2' }]) {
      expect(check(routes.history.query, query).ok, JSON.stringify(query)).toBe(false)
    }
  })

  test.each(['+31201234567', '201', '112', '*97', '#31#', '+31201234567;ext=12', '00', '0900123'])(
    '%s is a number',
    (number) => expect(check(ContactFields, { name: { full: 'x' }, phones: [{ number }] }).ok).toBe(true),
  )

  test.each(['', '+', 'tel:201', '020 123', '1'.repeat(33), '+31;ext=', "1'; DROP TABLE", '\u0661', 'bob'])(
    '%j is not a number',
    (number) => {
      const read = check(ContactFields, { name: { full: 'x' }, phones: [{ number }] })
      expect(read).toMatchObject({ ok: false, problems: [{ pointer: '/phones/0/number', code: 'bad-number' }] })
    },
  )
})

describe('what is wrong is told by field', () => {
  const problemsOf = (schema: z.ZodMiniType, input: unknown) => {
    const read = check(schema, input)
    return read.ok ? [] : read.problems.map(({ pointer, code }) => `${pointer} ${code}`)
  }
  const name = { full: 'Jan' }

  test.each<[string, z.ZodMiniType, unknown, readonly string[]]>([
    ['a field that is missing', ContactFields, {}, ['/name required']],
    ['a name of 10,000 characters', ContactFields, { name: { full: 'x'.repeat(10_000) } }, ['/name/full too-long']],
    ['an empty name', ContactFields, { name: { full: '' } }, ['/name/full too-short']],
    ['a number instead of a text', ContactFields, { name: { full: 7 } }, ['/name/full bad-value']],
    ['null instead of nothing', ContactFields, { name, note: null }, ['/note bad-value']],
    ['too many numbers', ContactFields, { name, phones: Array(21).fill({ number: '1' }) }, ['/phones too-many']],
    ['an address that is none', ContactFields, { name, emails: [{ address: 'x' }] }, ['/emails/0/address bad-format']],
    ['a picture that is a script', ContactFields, { name, photo: 'javascript:alert(1)' }, ['/photo bad-format']],
    ['no object at all', ContactFields, [], [' bad-value']],
    ['a status nobody knows', PresenceChange, { status: 'asleep' }, ['/status bad-value']],
    ['two faults', SettingsChanges, { ringer: 'on', callWaiting: 1 }, ['/callWaiting bad-value', '/ringer bad-value']],
    ['a grant nobody knows', TokenRequest, { grant: 'trust-me' }, ['/grant bad-value']],
    [
      'a rule inside a plan',
      ForwardingPlan,
      {
        rules: [{ status: 'away', callers: 'inside', situation: 'always', target: { to: 'external', number: 'x y' } }],
      },
      ['/rules/0/target/number bad-number'],
    ],
    ['a contact without a book', Contact, { uid: 'a' }, ['/name required', '/book required', '/kind required']],
  ])('%s', (_, schema, input, wanted) => {
    expect(problemsOf(schema, input).slice(0, wanted.length)).toEqual(wanted)
  })
})
