import { OffhookError } from '@offhook/core'
import { describe, expect, test } from 'vitest'
import { checkedServers, type SipAccess } from './options.ts'

const good: SipAccess = { url: 'wss://phone.example.nl/ws', user: 'alice', password: 'secret' }

/** What is said about options that are wrong. */
function complaint(wrong: object): string {
  try {
    checkedServers({ ...good, ...wrong })
  } catch (error) {
    if (error instanceof OffhookError) return `${error.code} ${error.message}`
  }
  return 'nothing'
}

describe('a bad option is named', () => {
  test.each<[string, object]>([
    ['url', { url: '' }],
    ['url', { url: [] }],
    ['url', { url: 'phone.example.nl' }],
    ['url', { url: 'https://phone.example.nl' }],
    ['url', { url: ['wss://phone.example.nl', 'javascript:alert(1)'] }],
    ['url', { url: [{ url: 'phone.example.nl' }] }],
    ['url', { url: [{ url: 'wss://phone.example.nl', weight: 0 }] }],
    ['url', { url: [{ url: 'wss://phone.example.nl', weight: Number.POSITIVE_INFINITY }] }],
    ['user', { user: '' }],
    ['user', { user: 'alice@phone.example.nl' }],
    ['user', { user: 'al ice' }],
    ['user', { user: 'alice\r\nX: y' }],
    ['user', { user: 'alice;x' }],
    ['user', { user: 'al%ice' }],
    ['user', { user: '<alice>' }],
    ['password', { password: undefined }],
    ['password', { password: 1234 }],
    ['domain', { domain: '' }],
    ['domain', { domain: 'phone example' }],
    ['domain', { domain: 'x>;y' }],
    ['domain', { domain: 'host:5060' }],
    ['name', { name: 7 }],
    ['iceServers', { iceServers: [{ urls: 'stun.example.nl' }] }],
    ['iceServers', { iceServers: [{ urls: ['stun:stun.example.nl', 'https://x'] }] }],
  ])('%s: %j', (option, wrong) => {
    const said = complaint(wrong)
    expect(said).toMatch(new RegExp(`^bad-option ${option}: `))
    // a password is never repeated
    expect(said).not.toContain('secret')
  })
})

test.each<[object]>([
  [{}],
  [{ url: ['ws://127.0.0.1:4870/sip', 'wss://phone.example.nl'] }],
  [{ user: '+31201234567' }],
  [{ user: "o'neill_1.x" }],
  [{ password: async () => 'x' }],
  [{ domain: 'localhost' }],
  [{ domain: '[2001:db8::1]' }],
  [{ name: 'Ada "the Countess" <👩>' }],
  [{ iceServers: [{ urls: 'turns:turn.example.nl:443?transport=tcp' }] }],
])('good options are taken as they are: %j', (right) => {
  expect(complaint(right)).toBe('nothing')
})

test('one address or several come out as a list, with their weights', () => {
  expect(checkedServers(good)).toEqual([{ url: 'wss://phone.example.nl/ws' }])
  const url = ['wss://a', { url: 'wss://b', weight: 3 }]
  expect(checkedServers({ ...good, url })).toEqual([{ url: 'wss://a' }, { url: 'wss://b', weight: 3 }])
})
