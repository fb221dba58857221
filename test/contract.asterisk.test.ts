import type { ContractWorld } from '@offhook/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Asterisk, startAsterisk } from './rig/asterisk/asterisk.ts'
import { openBrowser, type RigBrowser } from './rig/browser.ts'
import { type ContractStage, createStage, titles } from './rig/browser-contract.ts'

const differences: ContractWorld['differences'] = {
  remoteHoldTold: 'Asterisk sends the party that is put on hold no re-INVITE, only music.',
  silentHold: 'Asterisk plays music to the party that is put on hold.',
  keepsCallAfterBusyTransfer:
    'Asterisk drops the transferred party when the target of a blind transfer refuses, and may call it a success.',
  remoteConnectionTold: 'Asterisk tells nobody that the other side has lost its socket.',
  declinesEverywhere: 'Dial() rings on at the other telephones of a person when one of them declines.',
}

describe('two or more telephones in chromium at Asterisk 22', () => {
  let asterisk: Asterisk
  let browser: RigBrowser
  let stage: ContractStage

  beforeAll(async () => {
    asterisk = await startAsterisk()
    browser = await openBrowser('chromium')
    stage = createStage(browser, { url: asterisk.sipUrl, domain: asterisk.domain, differences }, asterisk.log)
  })
  afterAll(async () => {
    await browser?.close()
    await asterisk?.stop()
  })

  test.each(titles)('%s', (title) => stage.play(title))
})
