import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { type BrowserKind, flagsOf } from './browser-flags.ts'
import { type PageFiles, servePages } from './browser-pages.ts'

export type { BrowserKind } from './browser-flags.ts'

/** A real browser, and the pages of the tests in it. */
export interface RigBrowser {
  readonly kind: BrowserKind
  /** Opens a page in a tab of its own; `told` is what the page is told. */
  open(name: string, told: unknown): Promise<RigPage>
  /** Opens any address in a tab of its own, after `script` has run in it; apart: as in a browser on another computer. */
  visit(address: string, script: string, options?: { readonly isApart?: boolean }): Promise<RigPage>
  /** Closes it with all its tabs and removes its profile. */
  close(): Promise<void>
}

/** A tab. */
export interface RigPage {
  /** The tab itself, for what is not here. */
  readonly tab: Page
  /** All that the page said on its console, and what it did not catch. */
  readonly console: readonly string[]
  /** Calls a function that the page put on `window`, with values that survive JSON. */
  ask<Answer>(name: string, ...values: readonly unknown[]): Promise<Answer>
  /** Loads it anew, as F5 does; resolves when it can be asked again. */
  reload(): Promise<void>
  close(): Promise<void>
}

// what a single question to a page may take; the pages have shorter limits of their own
const longestAnswer = 50_000

/** Starts a browser with a profile of its own; it has the pages of `page/`, and those it is given; `flags` are more of its own. */
export async function openBrowser(
  kind: BrowserKind,
  { pages: more, flags = [] }: { readonly pages?: PageFiles; readonly flags?: readonly string[] } = {},
): Promise<RigBrowser> {
  const closers: (() => unknown)[] = []
  const close = async () => {
    for (const each of closers.reverse()) await each()
  }
  try {
    const profile = mkdtempSync(join(tmpdir(), `offhook-${kind}-`))
    closers.push(() => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }))
    const pages = await servePages(more)
    closers.push(pages.close)
    const { args = [], ...usual } = flagsOf[kind]
    const how = {
      headless: true,
      userDataDir: profile,
      protocolTimeout: longestAnswer,
      args: [...args, ...flags],
    }
    const browser = await launch({ ...usual, ...how })
    closers.push(() => browser.close())
    return {
      ...{ kind, close },
      open: (name, told) => openPage(browser, pages.address(name, told)),
      visit: (address, script, { isApart = false } = {}) => visit(browser, isApart, { address, script }),
    }
  } catch (cause) {
    await close()
    throw new Error(`${kind} does not start.`, { cause })
  }
}

async function openPage(browser: Browser, address: string): Promise<RigPage> {
  const tab = await browser.newPage()
  const said = listen(tab)
  await tab.goto(address)
  await tab.waitForFunction('window.isReady === true')
  return pageOf(tab, said)
}

async function visit(browser: Browser, isApart: boolean, what: { readonly address: string; readonly script: string }) {
  const { address, script } = what
  const apart = isApart ? await browser.createBrowserContext() : undefined
  const tab = await (apart ?? browser).newPage()
  const said = listen(tab)
  await tab.evaluateOnNewDocument(script)
  await tab.goto(address)
  const page = pageOf(tab, said)
  return { ...page, close: async () => (apart === undefined ? page.close() : apart.close()) }
}

function listen(tab: Page): string[] {
  const said: string[] = []
  tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  tab.on('pageerror', (error) => said.push(`not caught: ${error instanceof Error ? error.stack : error}`))
  return said
}

function pageOf(tab: Page, said: readonly string[]): RigPage {
  return {
    tab,
    console: said,
    async ask<Answer>(name: string, ...values: readonly unknown[]) {
      const call = `window[${JSON.stringify(name)}](...${JSON.stringify(values)})`
      // what a page answers is what its own source says; see page/
      const answer = tab.evaluate(call).catch((cause: unknown) => {
        throw new Error(`The page gave no answer to ${call}.`, { cause })
      })
      return (await answer) as Answer
    },
    async reload() {
      await tab.reload()
      await tab.waitForFunction('window.isReady === true')
    },
    close: () => tab.close(),
  }
}
