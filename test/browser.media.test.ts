import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flagsOf } from './rig/browser-flags.ts'
import type { MediaPage } from './rig/page/media.ts'

async function servePage() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./rig/page/media.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['offhook-source'],
    sourcemap: 'inline',
  })
  const html =
    '<!doctype html><title>Media</title><link rel="icon" href="data:,"><script type="module" src="/media.js"></script>'
  const server = createServer(({ url }, response) => {
    const isScript = url === '/media.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? outputFiles[0]?.text : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  return { address: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}

/** Opens the page; `wrong` has what it said that nobody expects. */
async function openPage(browser: Browser, address: string) {
  const tab = await browser.newPage()
  const wrong: string[] = []
  tab.on('pageerror', (error) => wrong.push(String(error)))
  const ready = new Promise<void>((resolve) => {
    tab.on('console', (message) => {
      if (message.text() === 'ready') resolve()
      else if (message.type() === 'error') wrong.push(message.text())
    })
  })
  await tab.goto(address)
  await ready
  return { tab, wrong }
}

async function ask<Name extends keyof MediaPage>(tab: Page, name: Name): Promise<Awaited<ReturnType<MediaPage[Name]>>> {
  // what the page answers is what its own source says
  return (await tab.evaluate(`window.media.${name}()`)) as Awaited<ReturnType<MediaPage[Name]>>
}

type Kind = keyof typeof flagsOf

// without a sound card an AudioContext of Firefox never begins
const soundCard = { 'media.cubeb.force_mock_context': true, 'media.cubeb.sandbox': false }
// sound needs a click, as for most people
const strict = { 'media.autoplay.default': 1, 'media.autoplay.block-webaudio': true }

function start(kind: Kind, { isStrict = false } = {}) {
  const { args = [], extraPrefsFirefox, ...flags } = flagsOf[kind]
  const prefs = { ...extraPrefsFirefox, ...soundCard, ...(isStrict && strict) }
  return launch({
    ...flags,
    headless: true,
    args: args.filter((arg) => !(isStrict && arg.startsWith('--autoplay-policy'))),
    ...(kind === 'firefox' && { extraPrefsFirefox: prefs }),
  })
}

let page: Awaited<ReturnType<typeof servePage>>
beforeAll(async () => {
  page = await servePage()
})
afterAll(() => page.close())

describe.each(['chromium', 'firefox'] as const)('the media of %s', (kind) => {
  let browser: Browser
  let tab: Page
  let wrong: readonly string[]

  beforeAll(async () => {
    browser = await start(kind)
    const opened = await openPage(browser, page.address)
    tab = opened.tab
    wrong = opened.wrong
  })
  afterAll(() => browser?.close())

  test('S11 the devices are listed once they are allowed, chosen, and kept by id and label', async () => {
    const { before, allowed, chosen, codes, kept, live } = await ask(tab, 'lists')
    expect(before).toMatchObject({ canChooseSpeaker: true, isRingerOn: true, chosen: {} })
    expect(allowed?.permission).toBe('granted')
    const microphone = allowed?.microphones.at(-1)
    const speaker = allowed?.speakers.at(-1)
    expect(microphone).toEqual({ id: expect.stringMatching(/./), label: expect.stringMatching(/./) })
    expect(speaker).toEqual({ id: expect.stringMatching(/./), label: expect.stringMatching(/./) })
    expect(chosen).toEqual({ microphone: microphone?.id, speaker: speaker?.id })
    expect(codes).toEqual(['device-missing'])
    expect(JSON.parse(kept ?? '')).toEqual({ microphone, speaker, isRingerOn: true })
    expect(live).toBe(0)
  })

  test('S11 two calls share the real microphone; when both let go none is live', async () => {
    const { processing, wish, replaced, counts } = await ask(tab, 'borrows')
    expect(counts).toEqual([3, 3, 2, 0])
    expect(replaced.id).toBe(wish.id)
    // the pretended microphone of Firefox is the only one, and has nothing to process
    if (kind === 'chromium') {
      expect(processing).toEqual([true, true, true])
      expect(replaced).toMatchObject({ isAnother: true, ended: 'ended' })
    }
  })

  test('S11 another microphone chosen in a call is heard on the other side, and stays muted until unmuted', async () => {
    expect(await ask(tab, 'changesMicrophone')).toEqual({ whileMuted: [], left: 'ended' })
  })

  test('S11 the level moves with the real microphone and with one of the integrator, and ends with its watcher', async () => {
    const { real, own, silent, live } = await ask(tab, 'level')
    expect(real.most).toBeGreaterThan(0.2)
    expect(own.least).toBeGreaterThan(0.5)
    expect(silent.most).toBe(0)
    for (const { told, after } of [real, own, silent]) {
      expect(told).toBeGreaterThan(10)
      expect(after).toBe(0)
    }
    expect(live).toBe(0)
  })

  test('S9 ring, ringback, waiting beep and keys have the right frequencies, and stop', async () => {
    expect(await ask(tab, 'tones')).toBeGreaterThanOrEqual(5)
  })

  test('S11 a call moves to the chosen speaker and back; a speaker that is gone is refused', async () => {
    const { canChoose, other, chosen, back, code, isPlaying, left } = await ask(tab, 'routes')
    expect(canChoose).toBe(true)
    expect(other).toMatch(/./)
    expect(chosen).toBe(other)
    expect([back, code, isPlaying, left]).toEqual(['', 'device-missing', true, null])
  })

  test('C2 the first sound of the other side is seen, and good sound scores well', async () => {
    const { isHeard, firstMs, facets } = await ask(tab, 'watches')
    expect(isHeard).toBe(true)
    expect(firstMs).toBeLessThan(5_000)
    expect(facets.filter(({ type }) => type === 'media')).toEqual([
      { type: 'media', media: 'connecting' },
      { type: 'media', media: 'flowing' },
    ])
    const qualities = facets.flatMap((facet) => (facet.type === 'quality' ? [facet.quality] : []))
    expect(qualities.length).toBeGreaterThan(0)
    // not one report for each of the eight looks
    expect(qualities.length).toBeLessThan(8)
    for (const { mos, lossPercent, jitterMs, roundTripMs } of qualities) {
      expect(mos).toBeGreaterThan(3.5)
      expect(mos).toBeLessThan(4.5)
      expect(lossPercent).toBeLessThan(5)
      expect(jitterMs).toBeLessThan(100)
      expect(roundTripMs ?? 0).toBeLessThan(200)
    }
  })

  test('silence of the other side is told with a warning, and so is its end', async () => {
    const { healths, warnings } = await ask(tab, 'silences')
    expect(healths).toEqual(['connecting', 'flowing', 'silent', 'flowing'])
    expect(warnings.some((names) => names.includes('no-packets'))).toBe(true)
  })

  test('nothing was left uncaught', () => {
    expect(wrong).toEqual([])
  })

  test('S9 a blocked ring and a blocked call are told once, and sound after the first click', async () => {
    const careful = await start(kind, { isStrict: true })
    try {
      const { tab: quiet, wrong: errors } = await openPage(careful, `${page.address}?blocked`)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      const { before } = await ask(quiet, 'blocked')
      expect(before).toEqual({ told: [true], ring: 'suspended', isPaused: true })
      await quiet.mouse.click(50, 50)
      await expect.poll(() => ask(quiet, 'blocked')).toMatchObject({ now: { ring: 'running', isPaused: false } })
      expect(errors).toEqual([])
    } finally {
      await careful.close()
    }
  })
})
