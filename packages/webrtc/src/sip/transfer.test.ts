import { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { type Notification, Session, URI } from 'sip.js'
import type { IncomingResponse, RequestOptions } from 'sip.js/lib/core/index.js'
import { describe, expect, test } from 'vitest'
import { createTransfers } from './transfer.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

interface Delegate {
  onReject(response: IncomingResponse): void
}

/** A session as far as a transfer needs one; sip.js' class cannot be made without a user agent. */
const sessionWith = (dialog: object | undefined): Session =>
  Object.create(Session.prototype, { dialog: { value: dialog } })

function setUp() {
  const clock = createManualClock()
  const asked: (RequestOptions & Delegate)[] = []
  const session = sessionWith({
    refer: (delegate: Delegate, options: RequestOptions) => void asked.push({ ...options, ...delegate }),
  })
  const uri = new URI('sip', 'alice', 'x.nl')
  const contact = { uri, pubGruu: undefined, tempGruu: undefined, toString: () => '<sip:abc@me.invalid>' }
  const agent = { uri, contact }
  const transfers = createTransfers(session, { agent, clock })
  const steps: string[] = []
  const accepted: string[] = []
  const outcome = { is: 'pending' }
  const refer = (to: URI | Session = new URI('sip', '203', 'x.nl')) =>
    transfers
      .refer(to, (step) => void steps.push(step))
      .then(
        () => {
          outcome.is = 'done'
        },
        (error) => {
          outcome.is = error instanceof OffhookError ? `${error.code}: ${error.message}` : String(error)
        },
      )
  const notify = async (body: string, state = 'active;expires=60', event = 'refer') => {
    const headers: Record<string, string> = { Event: event, 'Subscription-State': state }
    const request = { body, getHeader: (name: string) => headers[name] }
    const notification = { request, accept: async () => void accepted.push(body) } as unknown as Notification // a fake at the port
    transfers.notified(notification)
    await settle()
  }
  const refuse = (status: number, isMadeUp = false) => {
    const message = { statusCode: status, hasHeader: () => !isMadeUp }
    asked[0]?.onReject({ message } as unknown as IncomingResponse) // a fake at the port
    return settle()
  }
  return { clock, asked, transfers, steps, accepted, outcome, refer, notify, refuse }
}

describe('asking', () => {
  test('for a number: a blind transfer', () => {
    const { refer, asked } = setUp()
    void refer()
    expect(asked[0]?.extraHeaders?.slice(0, 3)).toEqual([
      'Refer-To: <sip:203@x.nl>',
      'Referred-By: <sip:alice@x.nl>',
      'Contact: <sip:abc@me.invalid>',
    ])
  })

  test('for another call: whom we called there replaces us, escaped and without a name that could break the header', () => {
    const { refer, asked } = setUp()
    const target = new URI('sip', '203', '10.0.0.1', 5060, { transport: 'ws' })
    void refer(sessionWith({ remoteTarget: target, callId: 'a@b', remoteTag: 'theirs', localTag: 'ours' }))
    expect(asked[0]?.extraHeaders?.[0]).toBe(
      'Refer-To: <sip:203@10.0.0.1:5060;transport=ws?Replaces=a%40b%3Bto-tag%3Dtheirs%3Bfrom-tag%3Dours>',
    )
  })

  test('for a call that is not answered fails at once', async () => {
    const { refer, outcome } = setUp()
    await refer(sessionWith(undefined))
    expect(outcome.is).toContain('transfer-failed')
  })

  test.each([
    [403, 'does not allow'],
    [603, 'declined'],
    [501, '(501)'],
  ])('and being refused with %i says why', async (status, why) => {
    const { refer, refuse, outcome } = setUp()
    void refer()
    await refuse(status)
    expect(outcome.is).toContain(why)
  })

  test('and getting no answer at all says so', async () => {
    const { refer, refuse, outcome } = setUp()
    void refer()
    await refuse(408, true)
    expect(outcome.is).toBe('transfer-failed: Nothing was heard of the transfer.')
  })
})

describe('what is told about it (RFC 3420)', () => {
  test('each step, until the target has answered', async () => {
    const { refer, notify, steps, outcome, accepted } = setUp()
    void refer()
    await notify('SIP/2.0 100 Trying')
    await notify('SIP/2.0 180 Ringing\r\n')
    await notify('SIP/2.0 183 Session Progress')
    expect(outcome.is).toBe('pending')
    await notify('SIP/2.0 200 OK', 'terminated;reason=noresource')
    expect(steps).toEqual(['trying', 'ringing', 'ringing'])
    expect(outcome.is).toBe('done')
    expect(accepted).toHaveLength(4)
  })

  test.each([404, 408, 480, 486, 503, 603, 699])('%i: failed', async (status) => {
    const { refer, notify, outcome } = setUp()
    void refer()
    await notify(`SIP/2.0 ${status} No`)
    expect(outcome.is).toContain('transfer-failed')
  })

  test('an end without saying how: failed', async () => {
    const { refer, notify, outcome } = setUp()
    void refer()
    await notify('SIP/2.0 100 Trying', 'Terminated;reason=giveup')
    expect(outcome.is).toContain('(100)')
  })

  test.each(['', 'garbage', 'SIP/2.0', 'SIP/2.0 99 x', 'SIP/2.0 1000', 'SIP/3.0 200 OK'])(
    '%j is no end',
    async (body) => {
      const { refer, notify, outcome, steps } = setUp()
      void refer()
      await notify(body)
      expect(outcome.is).toBe('pending')
      expect(steps).toEqual(['trying'])
    },
  )

  test('news of another kind is answered and no news of this', async () => {
    const { refer, notify, outcome, accepted } = setUp()
    void refer()
    await notify('SIP/2.0 200 OK', 'terminated', 'dialog')
    expect(outcome.is).toBe('pending')
    expect(accepted).toHaveLength(1)
  })

  test('news that comes when nothing is under way is answered', async () => {
    const { refer, notify, outcome, accepted } = setUp()
    await notify('SIP/2.0 200 OK')
    expect(accepted).toHaveLength(1)
    void refer()
    await notify('SIP/2.0 486 Busy')
    await notify('SIP/2.0 200 OK')
    expect(outcome.is).toContain('busy')
  })
})

describe('nothing is waited for without end', () => {
  test('no news at all for two times half a minute', async () => {
    const { refer, outcome, clock } = setUp()
    void refer()
    clock.advance(63_999)
    await settle()
    expect(outcome.is).toBe('pending')
    clock.advance(1)
    await settle()
    expect(outcome.is).toContain('Nothing was heard')
  })

  test('each news gives it as long as the exchange says', async () => {
    const { refer, notify, outcome, clock } = setUp()
    void refer()
    await notify('SIP/2.0 180 Ringing', 'active;expires=300')
    clock.advance(299_999)
    await settle()
    expect(outcome.is).toBe('pending')
    clock.advance(1)
    await settle()
    expect(outcome.is).toContain('Nothing was heard')
  })

  test('the end of the call is the end of its transfer', async () => {
    const { refer, transfers, outcome } = setUp()
    transfers.ended()
    void refer()
    transfers.ended()
    await settle()
    expect(outcome.is).toContain('call-ended')
  })
})
