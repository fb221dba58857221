import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createExchange } from '@offhook/exchange'
import { startAsterisk } from '../../test/rig/asterisk/index.ts'
import { openBrowser, type RigBrowser, type RigPage } from '../../test/rig/browser.ts'
import { startWeakMedia } from '../../test/rig/weak-media.ts'
import { startWeakNetwork } from '../../test/rig/weak-network.ts'
import type { LibraryName, SideTold } from './page.ts'

// npm run bench -- recovery [--calls 10] [--only reload]
// What becomes of a call when something breaks: calls lost of N, the longest time without a packet at the far side, and the
// time until a hold and its resume are agreed on again. Every library on the same Asterisk, in the same browser, in one run.

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10' }, only: { type: 'string' } },
})
const calls = Number(values.calls)
// who does not have the call in hand by then has lost it
const patience = 20_000

interface House {
  readonly url: string
  readonly domain: string
  restart?(): Promise<void>
  stop(): Promise<void>
}

interface Scene {
  readonly house: House
  readonly near: RigPage
  /** Opens another tab of the same telephone. */
  open(): Promise<RigPage>
  cut(): void
  freeze(): void
  move(): void
  lose(share: number): void
}

/** What is done to the telephone that called; gives the page that has to go on with the call. */
type Fault = (scene: Scene) => Promise<RigPage>

const all: readonly LibraryName[] = ['offhook', 'sip.js SimpleUser', 'JsSIP']
const ours: readonly LibraryName[] = ['offhook']

const faults: Record<string, { play: Fault; libraries: readonly LibraryName[]; isRelayed?: boolean }> = {
  'the page is loaded anew': { libraries: all, play: sameTab(({ near }) => near.reload()) },
  'the tab crashes, and is loaded again': { libraries: ours, play: ({ near }) => crash(near) },
  'the tab is closed, another one is open': {
    libraries: ['offhook, across tabs'],
    async play({ near, open }) {
      const other = await open()
      await other.ask('signedIn')
      await near.tab.close()
      return other
    },
  },
  'the socket is cut': { libraries: all, play: sameTab(({ cut }) => cut()) },
  'the socket reaches nobody': { libraries: all, play: sameTab(({ freeze }) => freeze()) },
  'the path of the sound breaks': {
    libraries: all,
    isRelayed: true,
    play: sameTab(({ move }) => move()),
  },
  'one packet in ten is lost for ten seconds': {
    libraries: all,
    isRelayed: true,
    play: sameTab(async ({ lose }) => {
      lose(0.1)
      await delay(10_000)
      lose(0)
    }),
  },
  'the exchange is started anew': {
    libraries: ours,
    play: sameTab(({ house }) => house.restart?.()),
  },
}

function sameTab(act: (scene: Scene) => void | Promise<void>): Fault {
  return async (scene) => {
    await act(scene)
    return scene.near
  }
}

async function crash(page: RigPage): Promise<RigPage> {
  const address = page.tab.url()
  page.tab.goto('chrome://crash').catch(() => {})
  await new Promise((crashed) => page.tab.once('error', crashed))
  await page.tab.goto(address)
  await page.tab.waitForFunction('window.isReady === true')
  return page
}

const houses: Record<string, () => Promise<House>> = {
  'Asterisk 22': async () => {
    const { sipUrl, domain, stop } = await startAsterisk()
    return { url: sipUrl, domain, stop }
  },
  'the embedded exchange': async () => {
    const data = mkdtempSync(join(tmpdir(), 'offhook-recovery-'))
    const begin = (port: number) => createExchange({ port, data, demo: true })
    let exchange = begin(0)
    const { url } = await exchange.start()
    const { hostname, port } = new URL(url)
    return {
      url: `ws://${hostname}:${port}/sip`,
      domain: hostname,
      async restart() {
        await exchange.stop({ drain: true })
        exchange = begin(Number(port))
        await exchange.start()
      },
      async stop() {
        await exchange.stop()
        rmSync(data, { recursive: true, force: true })
      },
    }
  },
}

interface Outcome {
  readonly gap: number
  readonly control: number
}

/** One call, one fault; undefined when the call was lost. */
async function once(
  browser: RigBrowser,
  house: House,
  library: LibraryName,
  name: string,
): Promise<Outcome | undefined> {
  const fault = faults[name]
  if (fault === undefined) throw new Error(`No fault ${name}.`)
  const network = await startWeakNetwork(Number(new URL(house.url).port))
  const media = fault.isRelayed ? await startWeakMedia(house.url) : undefined
  const direct = house.url.replace(/:\d+/, `:${network.port}`)
  const told = (user: string, url: string): SideTold => ({ library, user, url, domain: house.domain })
  const page = async (user: string, url: string) => {
    const opened = await browser.open('recovery', told(user, url))
    await opened.ask('signedIn')
    return opened
  }
  const far = await page('bob', house.url)
  const near = await page('alice', media?.url ?? direct)
  const scene: Scene = {
    ...{ house, near, cut: network.cut, freeze: network.freeze },
    open: () => browser.open('recovery', told('alice', direct)),
    move: () => media?.move(),
    lose: (share) => media?.lose(share),
  }
  let left = near
  try {
    await near.ask('dial', '202')
    await until(() => far.ask<boolean>('hears'))
    await delay(1_000)
    await far.ask('forget')
    const began = performance.now()
    left = await fault.play(scene)
    const isBack = await inHand(left, began + patience)
    const control = performance.now() - began
    await delay(300)
    if (!isBack || !(await far.ask<boolean>('hears'))) return undefined
    return { gap: await far.ask<number>('longest'), control }
  } finally {
    await left.ask('hangUp').catch(() => {})
    await far.ask('hangUp').catch(() => {})
    await Promise.all([left, far].map((each) => each.close()))
    await network.stop()
    await media?.stop()
  }
}

/** Tries a hold and its resume until they are agreed on; false when they never were. */
async function inHand(page: RigPage, end: number): Promise<boolean> {
  while (performance.now() < end) {
    const isDone = page.ask('control').then(
      () => true,
      () => false,
    )
    if (await Promise.race([isDone, delay(Math.max(0, end - performance.now()), false)])) return true
    await delay(100)
  }
  return false
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await delay(20)
}

const browser = await openBrowser('chromium', {
  pages: { recovery: fileURLToPath(new URL('page.ts', import.meta.url)) },
})
try {
  for (const [place, start] of Object.entries(houses)) await table(place, start)
} finally {
  await browser.close()
}

async function table(place: string, start: () => Promise<House>) {
  const house = await start()
  console.log(`\nA call of which the caller breaks, at ${place}, ${calls} calls each\n`)
  console.log('| what | library | lost | gap ms, median | p95 | in hand again ms, median | p95 |')
  console.log('|---|---|---:|---:|---:|---:|---:|')
  try {
    for (const [name, { libraries }] of Object.entries(faults)) {
      if (values.only !== undefined && !name.includes(values.only)) continue
      if (name.includes('exchange') && house.restart === undefined) continue
      for (const library of libraries) await row(house, library, name)
    }
  } finally {
    await house.stop()
  }
}

async function row(house: House, library: LibraryName, name: string) {
  const kept: Outcome[] = []
  for (let turn = 0; turn < calls; turn++) {
    const outcome = await once(browser, house, library, name)
    if (outcome !== undefined) kept.push(outcome)
  }
  const numbers = (of: (outcome: Outcome) => number) => [0.5, 0.95].map((part) => quantile(kept.map(of), part))
  const cells = [...numbers(({ gap }) => gap), ...numbers(({ control }) => control)].map((ms) => ms?.toFixed(0) ?? '–')
  console.log(`| ${[name, library, calls - kept.length, ...cells].join(' | ')} |`)
}

function quantile(all: readonly number[], part: number): number | undefined {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}
