import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createExchange } from '@offhook/exchange'
import { build } from 'esbuild'
import { type Browser, launch } from 'puppeteer-core'
import { flagsOf } from '../rig/browser-flags.ts'

/** Which packages a program gets: those that `folder` finds, by these conditions of their exports. */
interface Packages {
  readonly folder: string
  readonly conditions: readonly string[]
}

const bob = `
import { createPhone } from '@offhook/core'
import { sipTransport } from '@offhook/webrtc'
const phone = createPhone(sipTransport({ url: 'ws://127.0.0.1:4870/sip', user: 'bob', password: 'bob' }))
phone.on('incoming', (call) => call.answer())
await phone.connection.connect()
`

/** Chromium with a microphone it may use. */
export const openChromium = (): Promise<Browser> => launch({ ...flagsOf.chromium, headless: true })

/** Plays a program on a page of an exchange with the demo people, while bob answers in another tab; tells what it printed. */
export async function playOnPage(browser: Browser, program: string, packages: Packages): Promise<readonly string[]> {
  const web = mkdtempSync(join(tmpdir(), 'offhook-sample-'))
  const exchange = createExchange({ port: 0, demo: true, web })
  const { url } = await exchange.start()
  const open = async (name: string) => {
    const tab = await browser.newPage()
    const printed: string[] = []
    tab.on('console', (message) => printed.push(message.text()))
    const failed = new Promise((_, reject) => tab.once('pageerror', reject))
    await tab.goto(`${url}/${name}.html`)
    await Promise.race([tab.waitForFunction('window.isOver === true'), failed])
    return printed
  }
  try {
    for (const [name, text] of Object.entries({ bob, program })) {
      await writePage(join(web, name), text.replaceAll('127.0.0.1:4870', new URL(url).host), packages)
    }
    await open('bob')
    return await open('program')
  } finally {
    await exchange.stop()
    rmSync(web, { recursive: true })
  }
}

async function writePage(path: string, text: string, { folder, conditions }: Packages): Promise<void> {
  await build({
    stdin: { contents: `${text}\nwindow.isOver = true`, resolveDir: folder, loader: 'ts' },
    outfile: `${path}.js`,
    ...{ bundle: true, format: 'esm', target: 'es2022', conditions: [...conditions] },
  })
  const script = `<script type="module" src="${basename(path)}.js"></script>`
  writeFileSync(`${path}.html`, `<!doctype html><title>Sample</title><link rel="icon" href="data:,">${script}`)
}
