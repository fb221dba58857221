import { createExchange } from '@offhook/exchange'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type BrowserKind, openBrowser, type RigBrowser } from './browser.ts'
import { type ContractStage, createStage, titles } from './browser-contract.ts'

/** The stories of the contract at the embedded exchange; a file of its own for each browser, so that they are told side by side. */
export function tellTheContract(kind: BrowserKind): void {
  describe(`two or more telephones in ${kind} at the embedded exchange`, () => {
    const exchange = createExchange({ port: 0, demo: true })
    let browser: RigBrowser
    let stage: ContractStage

    beforeAll(async () => {
      const { url } = await exchange.start()
      browser = await openBrowser(kind)
      stage = createStage(browser, { url: `${url.replace('http', 'ws')}/sip` })
    })
    afterAll(async () => {
      await browser?.close()
      await exchange.stop()
    })

    test.each(titles)('%s', (title) => stage.play(title))
  })
}
