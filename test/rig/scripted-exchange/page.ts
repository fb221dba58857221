import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'puppeteer-core'
import type { Faults, Leftovers, PageOptions } from '../page/faults.ts'

/** A phone in a page, told what to do from outside. */
export interface PagePhone {
  /** Does something in the page and gives what came of it. */
  tell<Name extends keyof Told>(name: Name, ...facts: Parameters<Told[Name]>): Promise<Awaited<ReturnType<Told[Name]>>>
  news(): Promise<readonly string[]>
  trace(): Promise<readonly string[]>
  page: Page
}

type Told = {
  [Name in keyof Faults as Faults[Name] extends (...facts: never[]) => unknown ? Name : never]: Faults[Name]
}

/** Serves the page of the fault tests. */
export async function servePages() {
  const entry = fileURLToPath(new URL('../page/faults.ts', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['offhook-source'],
  })
  const script = outputFiles[0]?.text ?? ''
  const server = createServer(({ url = '/' }, response) => {
    const isScript = url.startsWith('/faults.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    if (isScript) response.setHeader('cache-control', 'max-age=3600')
    response.end(
      isScript
        ? script
        : `<!doctype html><title>Faults</title><script>${hurry}</script><script type="module" src="/faults.js"></script>`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const oneByOne = createTurns()
  const idle: Page[] = []
  return {
    /** Opens a page with a phone that is not connected yet; `haste`: how many times faster its long timers run. */
    async open(browser: Browser, options: PageOptions, { haste = 1 } = {}): Promise<PagePhone> {
      const page = idle.pop() ?? (await oneByOne(() => browser.newPage()))
      await page.goto(`http://127.0.0.1:${port}/?haste=${haste}`)
      await page.waitForFunction(() => 'faults' in window)
      const phone = drive(page)
      await phone.tell('open', options)
      return phone
    },
    /** Leaves the page of a phone: the next one is opened in its tab, which takes a third of what a new tab does. */
    async shut({ page, tell }: PagePhone) {
      await tell('close')
      await page.evaluate(() => sessionStorage.clear())
      idle.push(page)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Firefox loses a tab that is opened beside one that is being closed. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run)
    last = mine.catch(() => {})
    return mine
  }
}

// the waits of RFC 3261 are half minutes: a page can have them go by faster
const hurry = `
  const haste = Number(new URL(location).searchParams.get('haste'))
  const { setTimeout: set } = window
  // short ones are patience with somebody, which a machine that does something else as well needs whole
  if (haste > 1) window.setTimeout = (run, ms = 0, ...facts) => set(run, ms > 2_000 ? ms / haste : ms, ...facts)`

function drive(page: Page): PagePhone {
  return {
    page,
    tell: (name, ...facts) =>
      page.evaluate(
        (name, facts) => Reflect.apply(Reflect.get(window.faults, name), window.faults, facts),
        name,
        facts,
      ),
    news: () => page.evaluate(() => window.faults.news),
    trace: () => page.evaluate(() => window.faults.trace),
  }
}

/** A page in which nothing is left of its calls. */
export const nothingLeft: Leftovers = { calls: 0, tracks: 0, peers: 0, errors: [] }
