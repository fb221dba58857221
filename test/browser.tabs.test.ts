import { createExchange } from '@offhook/exchange'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { eventually, hearsOnly, openPhonePage, type PhonePage } from './rig/browser-phone.ts'

describe.each(['chromium', 'firefox'] as const)('two tabs of %s at the embedded exchange', (kind) => {
  const exchange = createExchange({ port: 0, demo: true })
  let browser: RigBrowser
  let alice: PhonePage
  let bob: PhonePage
  let told: { url: string }

  beforeAll(async () => {
    const { url } = await exchange.start()
    told = { url: `${url.replace('http', 'ws')}/sip` }
    browser = await openBrowser(kind)
    alice = await openPhonePage(browser, { exchange: told, person: 'alice' })
    bob = await openPhonePage(browser, { exchange: told, person: 'bob' })
  })
  afterAll(async () => {
    await browser?.close()
    await exchange.stop()
  })

  test('C1 C7 C12 a call from tab to tab: rings, is answered, heard both ways, held, resumed and hung up', async () => {
    await alice.call('202')
    const { calls } = await eventually(bob.seen, (seen) => seen.calls[0]?.status === 'ringing', 'the other tab rings')
    expect(calls[0]?.remote).toEqual({ name: 'Alice Jansen', number: '201' })
    await bob.give('answer')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
    await alice.give('hold')
    await hearsOnly(bob, [])
    await hearsOnly(alice, [])
    await alice.give('resume')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
    await bob.give('hangUp')
    const { events } = await eventually(alice.seen, (seen) => seen.calls.length === 0, 'the call is over')
    expect(events.at(-1)).toMatchObject({ name: 'ended', call: { reason: 'hung-up', by: 'them' } })
    await eventually(bob.seen, (seen) => seen.liveMicrophones === 0, 'no microphone is open')
    for (const { uncaught } of [await alice.seen(), await bob.seen()]) expect(uncaught).toEqual([])
  })

  test("C1 C12 the browser's own microphone is opened for a call, heard, and closed after it", async () => {
    const carol = await openPhonePage(browser, { exchange: told, person: 'carol', usesDevice: true })
    expect((await carol.seen()).liveMicrophones).toBe(0)
    await carol.call('202')
    await eventually(bob.seen, (seen) => seen.calls[0]?.status === 'ringing', 'the other tab rings')
    await bob.give('answer')
    await hearsOnly(carol, ['bob'])
    // what the browsers feign is a tone, or a beep once a second
    await eventually(bob.hears, (heard) => heard.length > 0, 'the microphone is heard')
    expect((await carol.seen()).liveMicrophones).toBeGreaterThan(0)
    await carol.give('hangUp')
    await eventually(carol.seen, (seen) => seen.liveMicrophones === 0, 'no microphone is open')
    await eventually(bob.seen, (seen) => seen.calls.length === 0, 'the call is over')
    await carol.close()
  })
})
