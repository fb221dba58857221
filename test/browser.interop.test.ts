import { createExchange } from '@offhook/exchange'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import {
  eventually,
  hearsOnly,
  type JssipPage,
  openJssipPage,
  openPhonePage,
  type PhonePage,
} from './rig/browser-phone.ts'

const has = (event: string) => (seen: { readonly events: readonly string[] }) => seen.events.includes(event)

describe('JsSIP, a client of somebody else, at the embedded exchange', () => {
  const exchange = createExchange({ port: 0, demo: true })
  let told: { url: string }
  let browser: RigBrowser
  let alice: PhonePage
  let carol: JssipPage

  beforeAll(async () => {
    const { url } = await exchange.start()
    told = { url: `${url.replace('http', 'ws')}/sip` }
    browser = await openBrowser('chromium')
    alice = await openPhonePage(browser, { exchange: told, person: 'alice' })
    carol = await openJssipPage(browser, { exchange: told, person: 'carol' })
    await eventually(carol.seen, has('registered'), 'JsSIP is registered')
  })
  afterAll(async () => {
    await browser?.close()
    await exchange.stop()
  })

  const over = async () => {
    await eventually(alice.seen, (seen) => seen.calls.length === 0, 'the call is over')
    await eventually(alice.seen, (seen) => seen.liveMicrophones === 0, 'no microphone is open')
  }
  const status = (wanted: string) =>
    eventually(alice.seen, (seen) => seen.calls[0]?.status === wanted, `the call is ${wanted}`)

  test('S4 registers with digest, and not with a wrong password', async () => {
    expect((await carol.seen()).events).toEqual(['connected', 'registered'])
    const impostor = await openJssipPage(browser, { exchange: told, person: 'dave', password: 'wrong' })
    const { events } = await eventually(
      impostor.seen,
      (seen) => seen.events.some((event) => event.startsWith('registrationFailed')),
      'the wrong password is refused',
    )
    expect(events).not.toContain('registered')
    await impostor.close()
  })

  test('C1 C12 calls us: we see who it is, each hears the other, and it hangs up', async () => {
    await carol.call('201')
    const { calls } = await status('ringing')
    expect(calls[0]?.remote).toEqual({ name: 'Carol van den Berg', number: '203' })
    await alice.give('answer')
    await hearsOnly(alice, ['carol'])
    await hearsOnly(carol, ['alice'])
    await carol.give('terminate')
    await over()
    const { events } = await alice.seen()
    expect(events.at(-1)).toMatchObject({ name: 'ended', call: { reason: 'hung-up', by: 'them' } })
  })

  test('C1 C7 C12 is called by us, holds, is held, and we hang up', async () => {
    await alice.call('203')
    await eventually(carol.seen, (seen) => seen.events.at(-1) === 'progress', 'JsSIP rings')
    expect((await carol.seen()).caller).toEqual({ name: 'Alice Jansen', number: '201' })
    await carol.give('answer')
    await status('connected')
    await hearsOnly(alice, ['carol'])
    await hearsOnly(carol, ['alice'])

    await carol.give('hold')
    await eventually(alice.seen, (seen) => seen.calls[0]?.remoteHold === true, 'we are told that JsSIP holds')
    await hearsOnly(alice, [])
    await hearsOnly(carol, [])
    await carol.give('unhold')
    await eventually(alice.seen, (seen) => seen.calls[0]?.remoteHold === false, 'we are told that JsSIP is back')
    await hearsOnly(alice, ['carol'])
    await hearsOnly(carol, ['alice'])

    await alice.give('hold')
    await hearsOnly(alice, [])
    await hearsOnly(carol, [])
    await alice.give('resume')
    await hearsOnly(alice, ['carol'])
    await hearsOnly(carol, ['alice'])

    await alice.give('hangUp')
    await eventually(carol.seen, has('ended by remote: Terminated'), 'JsSIP is told')
    await over()
  })

  test('C11 hears our digits', async () => {
    await alice.call('203')
    await eventually(carol.seen, (seen) => seen.events.at(-1) === 'progress', 'JsSIP rings')
    await carol.give('answer')
    await hearsOnly(carol, ['alice'])
    await alice.give('sendDigits', '5#')
    await eventually(carol.digits, (digits) => digits === '5#', 'the digits arrive')
    await carol.give('terminate')
    await over()
  })

  test('C1 is told that we decline, and we that it gave up', async () => {
    await carol.call('201')
    await status('ringing')
    await alice.give('decline')
    await eventually(carol.seen, has('failed by remote: Rejected'), 'JsSIP is told')
    await over()
    await carol.call('201')
    await status('ringing')
    await carol.give('terminate')
    await over()
    const { events } = await alice.seen()
    expect(events.slice(-2)).toMatchObject([
      { name: 'ended', call: { reason: 'cancelled', by: 'them' } },
      { name: 'missed' },
    ])
  })
})
