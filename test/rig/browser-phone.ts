import type { CallCommands } from '@offhook/core'
import type { RigBrowser, RigPage } from './browser.ts'
import type { JssipSeen, JssipTold } from './page/jssip.ts'
import type { PhoneSeen, PhoneTold } from './page/phone.ts'

/** A telephone of the SDK in a tab of its own, connected. */
export interface PhonePage {
  readonly page: RigPage
  /** Calls a number; resolves with the id of the call. */
  call(number: string): Promise<string>
  /** Gives a command to the only call there is, and waits until it is true. */
  give(command: Exclude<keyof CallCommands, 'consult'>, value?: string): Promise<void>
  /** Gives a command to one call of several. */
  giveTo(id: string, command: Exclude<keyof CallCommands, 'consult'>, value?: string): Promise<void>
  seen(): Promise<PhoneSeen>
  /** Whose tones are heard now. */
  hears(): Promise<readonly string[]>
  digits(): Promise<string>
  /** Loads the page anew, in the middle of whatever it does, and connects it. */
  reload(): Promise<void>
  /** Ends the process of the page, and loads it again. */
  crash(): Promise<void>
  close(): Promise<void>
}

/** Opens a tab with somebody's telephone and connects it. */
export async function openPhonePage(browser: RigBrowser, told: PhoneTold): Promise<PhonePage> {
  const page = await browser.open('phone', told)
  await page.ask('connect')
  return {
    page,
    call: (number) => page.ask('call', number),
    give: (command, value = '') => page.ask('command', null, command, value),
    giveTo: (id, command, value = '') => page.ask('command', id, command, value),
    seen: () => page.ask('seen'),
    hears: () => page.ask('hears'),
    digits: () => page.ask('digits'),
    async reload() {
      await page.reload()
      await page.ask('connect')
    },
    async crash() {
      const { tab } = page
      const address = tab.url()
      // the address never loads: there is nobody left to say so
      tab.goto('chrome://crash').catch(() => {})
      await new Promise((crashed) => tab.once('error', crashed))
      await tab.goto(address)
      await tab.waitForFunction('window.isReady === true')
      await page.ask('connect')
    },
    async close() {
      await page.ask('disconnect').catch(() => {})
      await page.close()
    },
  }
}

/** A telephone of JsSIP in a tab of its own. */
export interface JssipPage {
  readonly page: RigPage
  call(number: string): Promise<void>
  give(command: 'answer' | 'hold' | 'unhold' | 'terminate' | 'sendDTMF', value?: string): Promise<void>
  seen(): Promise<JssipSeen>
  hears(): Promise<readonly string[]>
  digits(): Promise<string>
  close(): Promise<void>
}

/** Opens a tab with somebody's JsSIP; it begins to register. */
export async function openJssipPage(browser: RigBrowser, told: JssipTold): Promise<JssipPage> {
  const page = await browser.open('jssip', told)
  await page.ask('jssipStart')
  return {
    page,
    call: (number) => page.ask('jssipCall', number),
    give: (command, value = '') => page.ask('jssip', command, value),
    seen: () => page.ask('jssipSeen'),
    hears: () => page.ask('jssipHears'),
    digits: () => page.ask('jssipDigits'),
    close: () => page.close(),
  }
}

// more than anything in these tests takes on a machine that does something else as well
const patience = 15_000

/** Waits until what `look` gives is as it should be; rejects with what it was at last. */
export async function eventually<T>(look: () => Promise<T>, isRight: (seen: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const seen = await look()
    if (isRight(seen)) return seen
    if (Date.now() > end) throw new Error(`It never happened that ${what}; it was ${JSON.stringify(seen)}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Waits until exactly these tones are heard. */
export const hearsOnly = (ears: { hears(): Promise<readonly string[]> }, sounds: readonly string[]) =>
  eventually(ears.hears, (heard) => JSON.stringify(heard) === JSON.stringify(sounds), `${sounds} is heard`)
