import type { CallSnapshot } from '@offhook/core'
import { createExchange } from '@offhook/exchange'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { eventually, hearsOnly, openPhonePage, type PhonePage } from './rig/browser-phone.ts'
import type { ExchangeTold } from './rig/page/told.ts'

describe.each(['chromium', 'firefox'] as const)('C15 one phone in all tabs: %s', (kind) => {
  const exchange = createExchange({ port: 0, demo: true })
  let told: ExchangeTold
  let browser: RigBrowser
  let bob: PhonePage
  let one: PhonePage
  let two: PhonePage
  const gone = new Set<PhonePage>()
  const isThere = (phone: PhonePage) => !gone.has(phone)

  beforeAll(async () => {
    const { url } = await exchange.start()
    told = { url: `${url.replace('http', 'ws')}/sip` }
    browser = await openBrowser(kind)
    bob = await openPhonePage(browser, { exchange: told, person: 'bob' })
  })
  afterAll(async () => {
    await browser?.close()
    await exchange.stop()
  })
  beforeEach(async () => {
    one = await openTab()
    await roleOf(one, 'owner')
    two = await openTab()
    await roleOf(two, 'follower')
  })
  afterEach(async () => {
    for (const phone of [bob, one, two].filter(isThere)) expect((await phone.seen()).uncaught).toEqual([])
    for (const { id } of (await bob.seen()).calls) await bob.giveTo(id, 'hangUp').catch(() => {})
    for (const tab of [one, two].filter(isThere)) await tab.page.close()
    gone.clear()
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is free')
  })

  const openTab = () => openPhonePage(browser, { exchange: told, person: 'alice', isAcrossTabs: true })
  const roleOf = (tab: PhonePage, role: string) =>
    eventually(tab.seen, (seen) => seen.tabs?.role === role, `the tab is ${role}`)
  const only = async (phone: PhonePage) => {
    const [call] = (await phone.seen()).calls
    if (call === undefined) throw new Error('There is no call.')
    return call
  }
  /** Without what is measured anew each second. */
  const facts = ({ quality: _, ...call }: CallSnapshot) => call
  const same = (tab: PhonePage, status: CallSnapshot['status']) =>
    eventually(tab.seen, ({ calls }) => calls[0]?.status === status, `the tab shows ${status}`)

  /** Bob talks with Alice, who dialled in her second tab; the first one has the sound. */
  const talk = async () => {
    await two.call('202')
    await eventually(bob.seen, ({ calls }) => calls[0]?.status === 'ringing', 'bob is rung')
    await bob.give('answer')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(one, ['bob'])
    return only(two)
  }
  const goesOn = async (tab: PhonePage, before: CallSnapshot) => {
    await roleOf(tab, 'owner')
    await hearsOnly(tab, ['bob'])
    await hearsOnly(bob, ['alice'])
    const { id, startedAt } = before
    expect(await only(tab)).toMatchObject({ id, startedAt, status: 'connected' })
    expect((await tab.seen()).events.filter(({ name }) => name === 'ended')).toEqual([])
    await tab.give('hangUp')
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is hung up on')
  }

  test('a call dialled in one tab is in both, and both command it', async () => {
    await talk()
    expect(facts(await only(one))).toEqual(facts(await only(two)))
    await two.give('hold')
    await same(one, 'held')
    await hearsOnly(bob, [])
    await one.give('resume')
    await same(two, 'connected')
    await two.give('mute')
    await hearsOnly(bob, [])
    await two.give('unmute')
    await hearsOnly(bob, ['alice'])
    await two.give('sendDigits', '42')
    await eventually(bob.digits, (heard) => heard === '42', 'the digits are heard')
    await two.give('hangUp')
    for (const phone of [one, bob]) {
      await eventually(phone.seen, ({ calls }) => calls.length === 0, 'the call is over everywhere')
    }
    expect((await two.seen()).liveMicrophones).toBe(0)
  })

  test('the tab that has the call is closed: the other goes on with it', async () => {
    const before = await talk()
    gone.add(one)
    await one.page.close()
    await goesOn(two, before)
  })

  if (kind === 'firefox') return

  test('the tab that has the call crashes: the other goes on with it', async () => {
    const before = await talk()
    gone.add(one)
    // the address never loads: there is nobody left to say so
    one.page.tab.goto('chrome://crash').catch(() => {})
    await goesOn(two, before)
  })

  test('the tab that has the call is loaded anew: the other goes on with it, and it follows', async () => {
    const before = await talk()
    await one.reload()
    await roleOf(one, 'follower')
    await same(one, 'connected')
    expect(facts(await only(one)).startedAt).toBe(before.startedAt)
    await goesOn(two, before)
  })

  test('the tab that has the call is frozen: the other takes it when it is not heard, and the first one follows', async () => {
    const before = await talk()
    const lifecycle = await one.page.tab.createCDPSession()
    await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' })
    const held = two.give('hold')
    await roleOf(two, 'owner')
    await held
    await hearsOnly(bob, [])
    await lifecycle.send('Page.setWebLifecycleState', { state: 'active' })
    await roleOf(one, 'follower')
    await same(one, 'held')
    await one.give('resume')
    await goesOn(two, before)
  })

  test('who calls rings in both tabs, is heard to ring in one, and is answered from the other', async () => {
    await bob.call('201')
    for (const tab of [one, two]) await same(tab, 'ringing')
    expect((await one.seen()).events.map(({ name }) => name)).toEqual(['incoming'])
    expect((await two.seen()).events.map(({ name }) => name)).toEqual(['incoming'])
    expect([(await one.seen()).loops, (await two.seen()).loops]).toEqual([1, 0])
    const notifiers = await Promise.all([one, two].map(async (tab) => (await tab.seen()).tabs?.isNotifier))
    expect(notifiers.filter(Boolean)).toHaveLength(1)
    await two.give('answer')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(one, ['bob'])
    await same(one, 'connected')
    expect([(await one.seen()).loops, (await two.seen()).loops]).toEqual([0, 0])
  })
})
