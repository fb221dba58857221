import { describe, expect, test } from 'vitest'
import { isAnswerable, isHoldOffer, isSdp } from './description.ts'

const description = (session: string, media: string) =>
  `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n${session}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=fingerprint:sha-256 AB\r\n${media}`

test.each([
  ['application/sdp', true],
  ['Application/SDP; charset=utf-8', true],
  [' application/sdp ', true],
  ['application/sdpx', false],
  ['multipart/mixed;boundary=application/sdp', false],
  ['', false],
])('%s is a description: %s', (type, isOne) => {
  expect(isSdp(type)).toBe(isOne)
})

describe('an offer that a browser can answer', () => {
  test('has sound that is not switched off, with keys by DTLS', () => {
    expect(isAnswerable(description('', ''))).toBe(true)
    expect(isAnswerable(description('', '').replace('m=audio 9', 'm=audio 0'))).toBe(false)
    expect(isAnswerable(description('', '').replace('m=audio', 'm=video'))).toBe(false)
    expect(isAnswerable(description('', '').replace(/a=fingerprint.*\r\n/, ''))).toBe(false)
    expect(isAnswerable('<html>')).toBe(false)
    expect(isAnswerable('')).toBe(false)
  })
})

describe('who offers what puts us on hold', () => {
  test.each([
    ['', '', false],
    ['', 'a=sendrecv\r\n', false],
    ['', 'a=sendonly\r\n', true],
    ['', 'a=inactive\r\n', true],
    ['', 'a=recvonly\r\n', false],
    ['a=sendonly\r\n', '', true],
    ['a=sendonly\r\n', 'a=sendrecv\r\n', false],
    ['a=sendrecv\r\n', 'a=sendonly\r\n', true],
    ['', 'a=sendonlyish\r\n', false],
    ['', 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n', false],
  ])('for the session %j, for the sound %j: %s', (session, media, isHeld) => {
    expect(isHoldOffer(description(session, media))).toBe(isHeld)
  })
})
