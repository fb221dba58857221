import { expect, test } from 'vitest'
import { toSettings } from '../config/settings.ts'
import { iceServersFor } from './ice-servers.ts'

const serversOf = (iceServers: object[], now = 1_700_000_000_000) =>
  iceServersFor(toSettings({ iceServers: iceServers as never }).iceServers, { user: 'alice', now })

test('S11 servers that everybody signs in to alike are given as they are', () => {
  const servers = [
    { urls: ['stun:stun.example.nl:3478'] },
    { urls: ['turn:turn.example.nl?transport=udp', 'turns:turn.example.nl'], username: 'u', credential: 'c' },
  ]
  expect(serversOf(servers)).toEqual(servers)
})

test('S11 with a shared secret each person has a password for a time, as TURN servers check it', () => {
  const [given] = serversOf([{ urls: ['turn:turn.example.nl'], secret: 'secret', seconds: 600 }], 1_699_999_400_500)
  // made with: printf 1700000000:alice | openssl dgst -sha1 -hmac secret -binary | base64
  expect(given).toEqual({
    urls: ['turn:turn.example.nl'],
    username: '1700000000:alice',
    credential: 'd8soP47RbdIKLDUOpnJPVQyq5Ts=',
  })
  const [usual] = serversOf([{ urls: ['turn:turn.example.nl'], secret: 'secret' }])
  expect(usual?.username).toBe(`${1_700_000_000 + 86_400}:alice`)
})
