import { expect, test } from 'vitest'
import { createBackend } from '../index.ts'
import { createFakeServer, createFakeStreams, json } from '../testing/fake-server.fixture.ts'

test('a telephone registers with what the server gives for a short time, fresh each time it is asked', async () => {
  const server = createFakeServer()
  server.on('GET /v1/events', createFakeStreams(server).answer)
  let given = 0
  server.on('GET /v1/me/sip', () =>
    json({
      ...{ uri: 'sip:alice@phone.example.nl:5060;transport=ws', user: 'alice', password: `secret-${++given}` },
      servers: ['wss://one.example.nl/sip', 'wss://two.example.nl/sip'],
      iceServers: [{ urls: ['turn:turn.example.nl'], username: 'u', credential: 'c' }],
      ...{ expiresAt: '2026-11-23T11:00:00Z', expiresIn: 3_600 },
    }),
  )
  const { sip, account } = createBackend({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, token: async () => 'opaque' },
  })
  const { createPhone } = await import('@offhook/core')
  const phone = createPhone({ account })
  const access = await sip()
  expect(access).toMatchObject({
    ...{ url: ['wss://one.example.nl/sip', 'wss://two.example.nl/sip'], user: 'alice', domain: 'phone.example.nl' },
    iceServers: [{ urls: ['turn:turn.example.nl'], username: 'u', credential: 'c' }],
  })
  expect([await access.password(), await access.password(), await access.password()]).toEqual([
    'secret-1',
    'secret-2',
    'secret-3',
  ])
  expect(server.at('GET /v1/me/sip').length).toBe(3)
  phone.close()
})
