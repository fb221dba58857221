import type { CallSnapshot } from '@offhook/core'
import { createExchange } from '@offhook/exchange'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startAsterisk } from './rig/asterisk/index.ts'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { eventually, hearsOnly, openPhonePage, type PhonePage } from './rig/browser-phone.ts'
import type { ExchangeTold } from './rig/page/told.ts'
import { startWeakMedia } from './rig/weak-media.ts'
import { startWeakNetwork, type WeakNetwork } from './rig/weak-network.ts'

interface House {
  readonly told: ExchangeTold
  stop(): Promise<void>
}

const houses = {
  'the embedded exchange': async (): Promise<House> => {
    const exchange = createExchange({ port: 0, demo: true })
    const { url } = await exchange.start()
    return { told: { url: `${url.replace('http', 'ws')}/sip` }, stop: exchange.stop }
  },
  'Asterisk 22': async (): Promise<House> => {
    const asterisk = await startAsterisk()
    return { told: { url: asterisk.sipUrl, domain: asterisk.domain }, stop: asterisk.stop }
  },
}

describe.each([
  ['chromium', 'the embedded exchange'],
  ['firefox', 'the embedded exchange'],
  ['chromium', 'Asterisk 22'],
] as const)('C15 a call is not lost: %s at %s', (kind, place) => {
  let house: House
  let network: WeakNetwork
  let browser: RigBrowser
  let alice: PhonePage
  let bob: PhonePage

  beforeAll(async () => {
    house = await houses[place]()
    browser = await openBrowser(kind)
    const { port, hostname } = new URL(house.told.url)
    network = await startWeakNetwork(Number(port))
    const url = house.told.url.replace(port, String(network.port))
    alice = await openPhonePage(browser, { exchange: { domain: hostname, ...house.told, url }, person: 'alice' })
    bob = await openPhonePage(browser, { exchange: house.told, person: 'bob' })
  })
  afterAll(async () => {
    await browser?.close()
    await network?.stop()
    await house?.stop()
  })
  afterEach(async () => {
    for (const phone of [alice, bob]) {
      for (const { id } of (await phone.seen()).calls) await phone.giveTo(id, 'hangUp').catch(() => {})
      await eventually(phone.seen, ({ calls }) => calls.length === 0, 'the telephone is free')
      expect((await phone.seen()).uncaught).toEqual([])
    }
  })

  const talk = async () => {
    await alice.call('202')
    await eventually(bob.seen, ({ calls }) => calls[0]?.status === 'ringing', 'bob is rung')
    await bob.give('answer')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
    return only(alice)
  }
  const only = async (phone: PhonePage) => {
    const [call] = (await phone.seen()).calls
    if (call === undefined) throw new Error('There is no call.')
    return call
  }
  const goesOn = async (phone: PhonePage, before: CallSnapshot, status: CallSnapshot['status'] = 'connected') => {
    const seen = await eventually(phone.seen, ({ calls }) => calls[0]?.status === status, 'the call goes on')
    expect(seen.events.map(({ name }) => name)).toEqual(['resumed'])
    const { id, direction, remote, muted, startedAt } = before
    expect(seen.calls[0]).toMatchObject({ id, direction, remote, muted })
    // the timer does not jump
    expect(Math.abs((seen.calls[0]?.startedAt ?? 0) - startedAt)).toBeLessThan(1_000)
  }

  test('the caller loads the page anew: the same call goes on, is heard, and can be hung up', async () => {
    const before = await talk()
    await alice.reload()
    await goesOn(alice, before)
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
    await alice.give('hangUp')
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is hung up on')
  })

  const crashes = async () => {
    const before = await talk()
    await alice.crash()
    await goesOn(alice, before)
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
  }
  // WebDriver cannot crash a tab of Firefox
  if (kind === 'chromium') test('the tab of the caller crashes, and is loaded again', crashes)

  test('the callee loads the page anew, twice, and the caller hangs up', async () => {
    await talk()
    const before = await only(bob)
    for (let turn = 0; turn < 2; turn++) {
      await bob.reload()
      await goesOn(bob, before)
      await hearsOnly(alice, ['bob'])
      await hearsOnly(bob, ['alice'])
    }
    await alice.give('hangUp')
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is hung up on')
  })

  test('a held call is still held, and is resumed', async () => {
    await talk()
    await alice.give('hold')
    const before = await only(alice)
    await alice.reload()
    await goesOn(alice, before, 'held')
    await hearsOnly(alice, [])
    await alice.give('resume')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
  })

  test('who was muted is still muted', async () => {
    await talk()
    await alice.give('mute')
    const before = await only(alice)
    await alice.reload()
    await goesOn(alice, before)
    await hearsOnly(alice, ['bob'])
    await hearsOnly(bob, [])
    await alice.give('unmute')
    await hearsOnly(bob, ['alice'])
  })

  test('the socket is cut: the sound goes on, and so does everything else on the next socket', async () => {
    const { id } = await talk()
    for (let turn = 0; turn < 2; turn++) {
      network.cut()
      await eventually(alice.seen, ({ connection }) => connection !== 'online', 'the socket is missed')
      await hearsOnly(bob, ['alice'])
      await eventually(alice.seen, ({ connection }) => connection === 'online', 'there is another socket')
      await hearsOnly(alice, ['bob'])
    }
    await alice.give('hold')
    await hearsOnly(bob, place === 'Asterisk 22' ? ['music'] : [])
    await alice.give('resume')
    await hearsOnly(bob, ['alice'])
    expect(await only(alice)).toMatchObject({ id, status: 'connected', media: 'flowing' })
    await bob.give('hangUp')
    await eventually(alice.seen, ({ calls }) => calls.length === 0, 'alice is hung up on')
  })

  const farParty = async () => {
    await talk()
    const bobSees = (state: string) =>
      eventually(bob.seen, ({ calls }) => calls[0]?.remoteConnection === state, `bob sees ${state}`)
    await bobSees('steady')
    await alice.page.tab.goto('about:blank')
    await bobSees('reconnecting')
    await alice.page.tab.goBack()
    await alice.page.tab.waitForFunction('window.isReady === true')
    await alice.page.ask('connect')
    await bobSees('steady')
    await hearsOnly(bob, ['alice'])
  }
  // Asterisk tells nobody
  if (place === 'the embedded exchange')
    test('the far party is told: the other side is reconnecting, and back', farParty)

  test('the socket reaches nobody and says nothing of it: that is found out, and a hold it swallowed is done on the next', async () => {
    const { id } = await talk()
    network.freeze()
    // what was said into it is said again
    await alice.page.ask('command', null, 'hold', '')
    expect(await alice.seen()).toMatchObject({ connection: 'online', calls: [{ id, status: 'held' }] })
    await alice.give('resume')
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
  })

  test('who hangs up into a socket that reaches nobody is heard on the next one', async () => {
    await talk()
    network.freeze()
    await alice.give('hangUp')
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is hung up on')
    await eventually(alice.seen, ({ connection }) => connection === 'online', 'there is another socket')
  })

  test('the path of the sound breaks and nothing else: another one is agreed on', async () => {
    const weak = await startWeakMedia(house.told.url)
    const { hostname } = new URL(house.told.url)
    const carol = await openPhonePage(browser, {
      exchange: { domain: hostname, ...house.told, url: weak.url },
      person: 'carol',
    })
    onTestFinished(async () => {
      await carol.close()
      await weak.stop()
    })
    await carol.call('202')
    await eventually(bob.seen, ({ calls }) => calls[0]?.status === 'ringing', 'bob is rung')
    await bob.give('answer')
    await hearsOnly(bob, ['carol'])
    const { id } = await only(carol)
    weak.move()
    await eventually(carol.seen, ({ calls }) => calls[0]?.media === 'interrupted', 'the break is noticed')
    await eventually(carol.seen, ({ calls }) => calls[0]?.media === 'flowing', 'the sound is back')
    await hearsOnly(bob, ['carol'])
    await hearsOnly(carol, ['bob'])
    expect(await only(carol)).toMatchObject({ id, status: 'connected' })
    expect((await carol.seen()).connection).toBe('online')
  })

  const rings = async () => {
    const id = await alice.call('202')
    await eventually(bob.seen, ({ calls }) => calls[0]?.status === 'ringing', 'bob is rung')
    await eventually(alice.seen, ({ calls }) => calls[0]?.status === 'alerting', 'alice is told')
    return { id, atBob: await only(bob) }
  }
  const talkTogether = async () => {
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
  }

  const calleeRings = async () => {
    const { atBob } = await rings()
    await bob.reload()
    await goesOn(bob, atBob, 'ringing')
    expect(await only(alice)).toMatchObject({ status: 'alerting' })
    await bob.give('answer')
    await talkTogether()
    await alice.give('hangUp')
    await eventually(bob.seen, ({ calls }) => calls.length === 0, 'bob is hung up on')
  }
  const callerRings = async () => {
    const { id, atBob } = await rings()
    const before = await only(alice)
    await alice.reload()
    await goesOn(alice, before, 'alerting')
    expect(await only(bob)).toMatchObject({ id: atBob.id, status: 'ringing' })
    await bob.give('answer')
    await talkTogether()
    expect(await only(alice)).toMatchObject({ id, status: 'connected' })
    await bob.give('hangUp')
    await eventually(alice.seen, ({ calls }) => calls.length === 0, 'alice is hung up on')
  }
  const answeredMeanwhile = async () => {
    const { id } = await rings()
    await alice.page.tab.goto('about:blank')
    await bob.give('answer')
    await eventually(bob.seen, ({ calls }) => calls[0]?.remoteConnection === 'reconnecting', 'bob waits')
    await alice.page.tab.goBack()
    await alice.page.tab.waitForFunction('window.isReady === true')
    await alice.page.ask('connect')
    await eventually(alice.seen, ({ calls }) => calls[0]?.status === 'connected', 'the call is answered')
    await talkTogether()
    expect(await only(alice)).toMatchObject({ id, status: 'connected' })
  }
  const socketRings = async () => {
    const { id } = await rings()
    network.cut()
    await eventually(alice.seen, ({ connection }) => connection !== 'online', 'the socket is missed')
    await eventually(alice.seen, ({ connection }) => connection === 'online', 'there is another socket')
    expect(await only(alice)).toMatchObject({ id, status: 'alerting' })
    await bob.give('answer')
    await talkTogether()
  }
  const calleeSocketRings = async () => {
    const told = { domain: new URL(house.told.url).hostname, ...house.told }
    const url = told.url.replace(new URL(told.url).port, String(network.port))
    const carol = await openPhonePage(browser, { exchange: { ...told, url }, person: 'carol' })
    onTestFinished(carol.close)
    await bob.call('203')
    const ringing = await eventually(carol.seen, ({ calls }) => calls[0]?.status === 'ringing', 'carol is rung')
    network.cut()
    await eventually(carol.seen, ({ connection }) => connection !== 'online', 'the socket is missed')
    await eventually(carol.seen, ({ connection }) => connection === 'online', 'there is another socket')
    const { calls, events } = await carol.seen()
    expect(calls).toMatchObject([{ id: ringing.calls[0]?.id, status: 'ringing' }])
    expect(events.map(({ name }) => name)).toEqual(['incoming'])
    // rung on the new socket a moment after it stands
    await eventually(
      () =>
        carol.give('answer').then(
          () => true,
          () => false,
        ),
      (isAnswered) => isAnswered,
      'it is answered',
    )
    await hearsOnly(bob, ['carol'])
    await hearsOnly(carol, ['bob'])
  }
  if (place === 'the embedded exchange') {
    test('the socket of the callee is cut while it rings: it rings on, and is answered', calleeSocketRings)
    test('the callee loads the page anew while it rings: it rings on, and is answered', calleeRings)
    test('the caller loads the page anew while it rings: it rings on, and is answered', callerRings)
    test('it is answered while the page of the caller is away', answeredMeanwhile)
    test('the socket of the caller is cut while it rings: it rings on, and is answered', socketRings)
  }

  const ringsAtAsterisk = async () => {
    await rings()
    await bob.reload()
    await eventually(bob.seen, ({ connection }) => connection === 'online', 'bob is back')
    expect((await bob.seen()).calls).toEqual([])
    await alice.give('hangUp')
    await rings()
    await alice.reload()
    expect((await alice.seen()).calls).toEqual([])
    // it rings until the dial plan has enough of it, or until it is declined
    await bob.give('decline')
  }
  // Asterisk rings a page that is gone until the caller gives up, and a caller who is gone as long as its dial plan says
  if (place === 'Asterisk 22')
    test('a call that only rings is not kept: nothing of it is left in a page loaded anew', ringsAtAsterisk)

  test('a call that ended while the page was away is over', async () => {
    await talk()
    await alice.page.tab.goto('about:blank')
    await bob.give('hangUp')
    await alice.page.tab.goBack()
    await alice.page.tab.waitForFunction('window.isReady === true')
    await alice.page.ask('connect')
    await eventually(alice.seen, ({ calls }) => calls.length === 0, 'the call is over')
  })
})
