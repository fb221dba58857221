import { launch } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { type BrowserKind, flagsOf } from './rig/browser-flags.ts'
import { faults } from './rig/scripted-exchange/faults/index.ts'
import { eventually, type Fault, openScriptedExchange, type Scene } from './rig/scripted-exchange/index.ts'
import { nothingLeft, servePages } from './rig/scripted-exchange/page.ts'

const kinds: readonly BrowserKind[] = ['chromium', 'firefox']

describe.each(kinds)('bad input and faults that must end well, in %s', (kind) => {
  let browser: Awaited<ReturnType<typeof launch>>
  let pages: Awaited<ReturnType<typeof servePages>>

  beforeAll(async () => {
    pages = await servePages()
    browser = await launch({ ...flagsOf[kind], headless: true })
  })

  afterAll(async () => {
    await browser?.close()
    await pages?.close()
  })

  async function prepare(fault: Fault, onTestFinished: TestContext['onTestFinished']): Promise<Scene> {
    const exchange = await openScriptedExchange(fault.exchange)
    const phone = await pages.open(browser, { url: exchange.url, ...fault.page }, fault)
    onTestFinished(async () => {
      await pages.shut(phone)
      await exchange.close()
    })
    if (fault.isOffline) return { phone, exchange, line: nobody }
    const connected = phone.tell('connect')
    const line = await exchange.line()
    expect(await connected).toEqual({ code: 'done' })
    return { phone, exchange, line }
  }

  for (const fault of faults.filter(({ inEveryBrowser }) => kind === 'chromium' || inEveryBrowser)) {
    // each has a page and an exchange of its own, and mostly waits
    test.concurrent(fault.name, async ({ onTestFinished }) => {
      const scene = await prepare(fault, onTestFinished)
      await fault.play(scene).catch((error) => explained(error, scene))
      await eventually(async () => expect(await scene.phone.tell('left')).toEqual(nothingLeft))
      await scene.phone.tell('close')
      await eventually(async () => expect(await scene.exchange.living()).toBe(0))
      expect(await scene.phone.tell('left')).toEqual(nothingLeft)
    })
  }
})

/** Throws what went wrong with all that was said. */
async function explained(error: unknown, { phone }: Scene): Promise<never> {
  const said = [...(await phone.news()), ...(await phone.trace())].join('\n')
  throw new Error(`${error instanceof Error ? error.message : error}\n${said}`, { cause: error })
}

/** The line of a phone that is not connected. */
const nobody: Scene['line'] = new Proxy(Object.create(null), {
  get(_line, name) {
    throw new Error(`The phone is offline, and has no line to ${String(name)}.`)
  },
})
