import { createExchange } from '@offhook/exchange'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { type ContractStage, createStage, titles } from './rig/browser-contract.ts'

describe.each(['chromium', 'firefox'] as const)('two or more telephones in %s at the embedded exchange', (kind) => {
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
