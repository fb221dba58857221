import { describe, expect, test } from 'vitest'
import { endOfBye, endOfCancel, endOfRefused, readReasons } from './end-reasons.ts'

describe('Reason headers', () => {
  test.each<[string, [string, number][]]>([
    ['Q.850;cause=16;text="Terminated"', [['Q.850', 16]]],
    ['SIP ;cause=200 ;text="Call completed elsewhere"', [['SIP', 200]]],
    ['sip;CAUSE=603', [['SIP', 603]]],
    [
      'Q.850;text="a; b, c";cause=17, SIP;cause=486',
      [
        ['Q.850', 17],
        ['SIP', 486],
      ],
    ],
    ['Q.850;text="\\"cause=1\\"";cause=19', [['Q.850', 19]]],
    ['Q.850', []],
    ['Q.850;cause=', []],
    ['Q.850;cause=1e2', []],
    ['Q.850;cause=-1', []],
    ['Q.850;cause=99999', []],
    ['Q.850;text="never closed;cause=16', []],
    ['', []],
    [';;;,,,"', []],
  ])('%s', (header, read) => {
    expect(readReasons([header]).map(({ protocol, cause }) => [protocol, cause])).toEqual(read)
  })

  test('several headers are one list', () => {
    expect(readReasons(['SIP;cause=480', 'Q.850;cause=20'])).toHaveLength(2)
  })
})

describe('a call that was refused', () => {
  test.each([
    [400, 'failed', 'network'],
    [401, 'not-allowed', 'network'],
    [403, 'not-allowed', 'network'],
    [404, 'not-found', 'network'],
    [407, 'not-allowed', 'network'],
    [408, 'unanswered', 'them'],
    [410, 'not-found', 'network'],
    [415, 'incompatible', 'network'],
    [480, 'unreachable', 'network'],
    [481, 'connection-lost', 'network'],
    [484, 'not-found', 'network'],
    [486, 'busy', 'them'],
    [487, 'cancelled', 'network'],
    [488, 'incompatible', 'network'],
    [491, 'failed', 'network'],
    [499, 'failed', 'network'],
    [500, 'exchange-error', 'network'],
    [503, 'exchange-error', 'network'],
    [599, 'exchange-error', 'network'],
    [600, 'busy', 'them'],
    [603, 'declined', 'them'],
    [604, 'not-found', 'network'],
    [606, 'incompatible', 'network'],
    [607, 'declined', 'them'],
    [699, 'failed', 'network'],
  ] as const)('%i: %s, by %s', (status, reason, by) => {
    expect(endOfRefused(status, 'Phrase', [])).toEqual({ reason, by, detail: { code: status, text: 'Phrase' } })
  })

  // what 403, 480 and 503 are given for, the cause says
  test.each([
    [480, 16, 'unreachable', 'network'],
    [480, 17, 'busy', 'them'],
    [480, 18, 'unanswered', 'them'],
    [480, 19, 'unanswered', 'them'],
    [480, 20, 'unreachable', 'network'],
    [480, 31, 'unreachable', 'network'],
    [403, 21, 'declined', 'them'],
    [403, 57, 'not-allowed', 'network'],
    [503, 17, 'busy', 'them'],
    [503, 34, 'exchange-error', 'network'],
    [480, 999, 'unreachable', 'network'],
    [404, 17, 'not-found', 'network'],
    [486, 19, 'busy', 'them'],
  ] as const)('%i because of cause %i: %s, by %s', (status, cause, reason, by) => {
    expect(endOfRefused(status, '', [`Q.850;cause=${cause}`])).toMatchObject({ reason, by, detail: { cause } })
  })
})

describe('a call that was answered and ended by the other side', () => {
  test.each([
    [[], { reason: 'hung-up', by: 'them' }],
    [['Q.850;cause=16'], { reason: 'hung-up', by: 'them', detail: { cause: 16 } }],
    [['Q.850;cause=31'], { reason: 'hung-up', by: 'them', detail: { cause: 31 } }],
    [['Q.850;cause=38'], { reason: 'exchange-error', by: 'network', detail: { cause: 38 } }],
    [['Q.850;cause=17'], { reason: 'busy', by: 'network', detail: { cause: 17 } }],
    [['Q.850;cause=250'], { reason: 'hung-up', by: 'them', detail: { cause: 250 } }],
    [['SIP;cause=200'], { reason: 'hung-up', by: 'them', detail: { code: 200 } }],
    [['SIP;cause=488'], { reason: 'incompatible', by: 'network', detail: { code: 488 } }],
    [['SIP;cause=500'], { reason: 'exchange-error', by: 'network', detail: { code: 500 } }],
    [
      ['SIP;cause=503', 'Q.850;cause=41'],
      { reason: 'exchange-error', by: 'network', detail: { code: 503, cause: 41 } },
    ],
    [['garbage'], { reason: 'hung-up', by: 'them' }],
  ] as const)('%j', (headers, end) => {
    expect(endOfBye(headers)).toEqual(end)
  })
})

describe('a call that rang and was cancelled', () => {
  test.each([
    [[], 'cancelled', 'them'],
    [['SIP;cause=200;text="Call completed elsewhere"'], 'answered-elsewhere', 'network'],
    [['Q.850;cause=26'], 'answered-elsewhere', 'network'],
    [['Q.850;cause=16', 'SIP;cause=200'], 'answered-elsewhere', 'network'],
    [['SIP;cause=600'], 'declined-elsewhere', 'network'],
    [['SIP;cause=603'], 'declined-elsewhere', 'network'],
    [['SIP;cause=408'], 'unanswered', 'network'],
    [['Q.850;cause=19'], 'unanswered', 'network'],
    [['SIP;cause=487'], 'cancelled', 'them'],
    [['SIP;cause=20O'], 'cancelled', 'them'],
  ] as const)('%j: %s, by %s', (headers, reason, by) => {
    expect(endOfCancel(headers)).toEqual({ reason, by })
  })
})
