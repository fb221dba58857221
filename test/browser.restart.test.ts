import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExchange, type Exchange } from '@offhook/exchange'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { eventually, hearsOnly, openPhonePage, type PhonePage } from './rig/browser-phone.ts'

describe.each(['chromium', 'firefox'] as const)('C15 the exchange is started anew in a call: %s', (kind) => {
  let data: string
  let exchange: Exchange
  let port: number
  let browser: RigBrowser
  let alice: PhonePage
  let bob: PhonePage

  const start = async () => {
    exchange = createExchange({ port: port ?? 0, demo: true, data })
    ;({ port } = await exchange.start())
  }

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'offhook-restart-'))
    await start()
    browser = await openBrowser(kind)
    const told = { url: `ws://127.0.0.1:${port}/sip` }
    alice = await openPhonePage(browser, { exchange: told, person: 'alice' })
    bob = await openPhonePage(browser, { exchange: told, person: 'bob' })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await exchange.stop()
    await rm(data, { recursive: true, force: true })
  })

  const talkOn = async () => {
    await hearsOnly(bob, ['alice'])
    await hearsOnly(alice, ['bob'])
  }

  test('the sound goes on while it is away, and afterwards the call can be held, resumed and hung up', async () => {
    const id = await alice.call('202')
    await eventually(bob.seen, ({ calls }) => calls[0]?.status === 'ringing', 'bob is rung')
    await bob.give('answer')
    await talkOn()
    await exchange.stop({ drain: true })
    await eventually(alice.seen, ({ connection }) => connection !== 'online', 'the exchange is missed')
    await talkOn()
    await start()
    for (const phone of [alice, bob]) {
      await eventually(phone.seen, ({ connection }) => connection === 'online', 'the phone is back')
    }
    const isSteady = ({ calls }: { calls: readonly { remoteConnection: string }[] }) =>
      calls[0]?.remoteConnection === 'steady'
    await eventually(alice.seen, isSteady, 'alice is told that bob is there')
    await talkOn()
    await alice.give('hold')
    await hearsOnly(bob, [])
    await alice.give('resume')
    await talkOn()
    expect((await alice.seen()).calls).toMatchObject([{ id, status: 'connected' }])
    await bob.give('hangUp')
    const { events } = await eventually(alice.seen, ({ calls }) => calls.length === 0, 'alice is hung up on')
    expect(events.at(-1)).toMatchObject({ name: 'ended', call: { reason: 'hung-up', by: 'them' } })
  })
})
