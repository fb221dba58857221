import { createHash } from 'node:crypto'
import { URI } from 'sip.js'
import { LoggerFactory, OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import { describe, expect, test } from 'vitest'
import { createDigest } from './digest.ts'

const loggers = new LoggerFactory()
loggers.builtinEnabled = false

const uri = new URI('sip', '202', 'x.nl')
const request = (method: string) => new OutgoingRequestMessage(method, uri, uri, uri)
const challenge = (nonce: string, more: object = {}) => ({ realm: 'r', nonce, qop: ['auth'], ...more })

function account(password = 'secret') {
  const digest = createDigest('alice', loggers)
  digest.setPassword(password)
  /** Answers a challenge as sip.js does. */
  const answer = (method: string, asked: object) => {
    const credentials = digest.factory()
    const isDone = credentials.authenticate(request(method), asked)
    return isDone ? credentials.toString() : undefined
  }
  /** The credentials a request gets before they are asked for, by header. */
  const preempted = (method: string) => {
    const message = request(method)
    digest.preempt(message)
    return {
      Authorization: message.getHeader('Authorization'),
      'Proxy-Authorization': message.getHeader('Proxy-Authorization'),
    }
  }
  return { digest, answer, preempted }
}

const field = (name: string, credentials = '') => new RegExp(`\\b${name}="?([^",]+)`).exec(credentials)?.[1]

describe('an answer to a challenge', () => {
  test('is what RFC 2617 says', () => {
    const { answer } = account()
    const given = answer('INVITE', challenge('n1'))
    const md5 = (...parts: (string | undefined)[]) => createHash('md5').update(parts.join(':')).digest('hex')
    const cnonce = field('cnonce', given)
    const expected = md5(md5('alice', 'r', 'secret'), 'n1', '00000001', cnonce, 'auth', md5('INVITE', 'sip:202@x.nl'))
    expect(field('response', given)).toBe(expected)
    expect(given).not.toContain('secret')
  })

  test('counts how often a nonce was used, over requests of all kinds', () => {
    const { answer, preempted } = account()
    expect(field('nc', answer('REGISTER', challenge('n1')))).toBe('00000001')
    expect(field('nc', answer('INVITE', challenge('n1')))).toBe('00000002')
    expect(field('nc', preempted('INVITE').Authorization)).toBe('00000003')
    expect(field('nc', answer('INVITE', challenge('n2')))).toBe('00000001')
    expect(field('nc', answer('INVITE', { ...challenge('n2'), realm: 'other' }))).toBe('00000001')
  })

  test('that cannot be given says why, and is not tried again', () => {
    const { digest, answer, preempted } = account()
    expect(answer('REGISTER', challenge('n1', { algorithm: 'SHA-256' }))).toBeUndefined()
    expect(digest.obstacle()).toContain('SHA-256')
    expect(preempted('INVITE')).toEqual({ Authorization: undefined, 'Proxy-Authorization': undefined })
    answer('REGISTER', challenge('n2'))
    expect(digest.obstacle()).toBeUndefined()
  })
})

describe('credentials before they are asked for', () => {
  test('there are none before the first challenge, nor with another password', () => {
    const { digest, answer, preempted } = account()
    expect(preempted('INVITE').Authorization).toBeUndefined()
    answer('REGISTER', challenge('n1'))
    digest.setPassword('secret')
    expect(preempted('INVITE').Authorization).toBeDefined()
    digest.setPassword('changed')
    expect(preempted('INVITE').Authorization).toBeUndefined()
  })

  test('go in the header that calls were asked for: 407 as to a proxy, whatever the registrar asks', () => {
    const { digest, answer, preempted } = account()
    answer('REGISTER', challenge('n1'))
    expect(field('nonce', preempted('INVITE').Authorization)).toBe('n1')
    digest.challenged('SIP/2.0 407 Proxy\r\nCSeq: 1 INVITE\r\n\r\n')
    expect(preempted('INVITE')).toMatchObject({ Authorization: undefined, 'Proxy-Authorization': expect.any(String) })
    expect(preempted('REGISTER').Authorization).toBeDefined()
    digest.challenged('SIP/2.0 401 Unauthorized\r\nCSeq: 2 REGISTER\r\n\r\n')
    expect(preempted('INVITE').Authorization).toBeUndefined()
    digest.challenged('SIP/2.0 401 Unauthorized\r\nCSeq: 2 INVITE\r\n\r\n')
    expect(preempted('INVITE').Authorization).toBeDefined()
  })
})
