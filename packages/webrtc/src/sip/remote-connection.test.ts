import type { RemoteConnection } from '@offhook/core'
import type { Info } from 'sip.js'
import { expect, test } from 'vitest'
import { takeInfo } from './remote-connection.ts'

/** What is answered to an INFO with this package, and what it tells. */
function asked(given: string | undefined) {
  const answers: unknown[] = []
  const told: RemoteConnection[] = []
  const info = {
    request: { getHeader: (name: string) => (name === 'Info-Package' ? given : undefined) },
    accept: async () => void answers.push(200),
    reject: async (options: unknown) => void answers.push(options),
  }
  // what sip.js gives, as far as it is looked at
  takeInfo(info as unknown as Info, (state) => told.push(state))
  return { answers, told }
}

test.each([
  ['offhook-connection;state=reconnecting', 'reconnecting'],
  ['Offhook-Connection ; State=Steady', 'steady'],
])('C15 the exchange tells of the other side: %s', (given, state) => {
  expect(asked(given)).toEqual({ answers: [200], told: [state] })
})

test.each([undefined, 'offhook-connection', 'offhook-connection;state=gone'])('%s tells nothing', (given) => {
  expect(asked(given)).toEqual({ answers: [200], told: [] })
})

test('a package that was not asked for is refused, and what is taken is named (RFC 6086 4.2.2)', () => {
  const refusal = { statusCode: 469, extraHeaders: ['Recv-Info: offhook-connection'] }
  expect(asked('poc-settings')).toEqual({ answers: [refusal], told: [] })
})
