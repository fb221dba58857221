import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser, type RigBrowser, type RigPage } from './rig/browser.ts'
import { ears } from './rig/ears.ts'

// npm start, and people who use the softphone it serves, each in a tab of their own, heard by the tone of their microphone

const root = resolve(import.meta.dirname, '..')
const data = mkdtempSync(join(tmpdir(), 'offhook-softphone-'))
const tone = { alice: 440, bob: 660, carol: 880 } as const
type Person = keyof typeof tone

let house: ChildProcess
let address: string
let browser: RigBrowser
const tabs = new Map<Person, RigPage>()

beforeAll(async () => {
  house = spawn('node', ['scripts/start.mjs', '--port', '0', '--data', data], { cwd: root })
  address = await new Promise((found) => {
    let said = ''
    house.stdout?.on('data', (chunk) => {
      said += chunk
      const url = /http:\S+/.exec(said)?.[0]
      if (url !== undefined) found(url)
    })
  })
  browser = await openBrowser('chromium')
})

afterAll(async () => {
  await browser?.close()
  house.kill('SIGINT')
  await once(house, 'exit')
  rmSync(data, { recursive: true })
})

afterEach(async () => {
  for (const [person, page] of tabs) {
    expect(
      page.console.filter((line) => line.startsWith('not caught')),
      person,
    ).toEqual([])
    await page.close()
  }
  tabs.clear()
})

test('C1 C12 alice dials bob, bob answers, they hear each other, and bob hangs up', async () => {
  const [alice, bob] = await signedIn('alice', 'bob')
  await call(alice, '202')
  expect(await textOf(bob, 'incoming')).toContain('Alice Jansen')
  await press(bob, 'answer')
  await hear({ alice: ['bob'], bob: ['alice'] })
  await press(bob, 'hang-up')
  await see(alice, 'ended')
})

test('C1 bob declines, and alice is told', async () => {
  const [alice, bob] = await signedIn('alice', 'bob')
  await call(alice, '202')
  await press(bob, 'decline')
  await see(alice, 'ended', { reason: 'declined' })
})

test('C7 C8 hold is silence both ways, mute is silence one way', async () => {
  const [alice, bob] = await signedIn('alice', 'bob')
  await call(alice, '202')
  await press(bob, 'answer')
  await hear({ alice: ['bob'], bob: ['alice'] })
  await press(alice, 'hold')
  await hear({ alice: [], bob: [] })
  await press(alice, 'resume')
  await hear({ alice: ['bob'], bob: ['alice'] })
  await press(alice, 'mute')
  await hear({ alice: ['bob'], bob: [] })
  await press(alice, 'unmute')
  await hear({ alice: ['bob'], bob: ['alice'] })
})

test('C9 a cold transfer leaves bob and carol with each other', async () => {
  const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
  await call(alice, '202')
  await press(bob, 'answer')
  await transfer(alice, '203', 'cold')
  await press(carol, 'answer')
  await hear({ bob: ['carol'], carol: ['bob'] })
  await see(alice, 'ended', { reason: 'transferred' })
})

test('C10 a warm transfer: carol is asked first, and then has bob on the line', async () => {
  const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
  await call(alice, '202')
  await press(bob, 'answer')
  await transfer(alice, '203', 'warm')
  await press(carol, 'answer')
  await hear({ alice: ['carol'], carol: ['alice'], bob: [] })
  await press(alice, 'consult-complete')
  await hear({ bob: ['carol'], carol: ['bob'] })
})

test('C6 a second call puts the first on hold, and the two are swapped', async () => {
  const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
  await call(alice, '202')
  await press(bob, 'answer')
  await hear({ alice: ['bob'] })
  await call(carol, '201')
  await press(alice, 'answer')
  await hear({ alice: ['carol'], bob: [] })
  await press(alice, 'swap')
  await hear({ alice: ['bob'], bob: ['alice'], carol: [] })
})

test('who cannot see or has no mouse can use it: nothing that a checker of accessibility (axe) finds', async () => {
  const door = await browser.visit(address, ears(tone.alice, []))
  tabs.set('carol', door)
  await see(door, 'sign-in-alice')
  await accessible(door)
  const [alice, bob] = await signedIn('alice', 'bob')
  await accessible(alice)
  await call(alice, '202')
  await see(bob, 'incoming')
  await accessible(bob)
  await press(bob, 'answer')
  await see(alice, 'call', { status: 'connected' })
  await accessible(alice)
  await press(alice, 'transfer')
  await see(alice, 'transfer-target')
  await accessible(alice)
})

test('S4 what is wrong is said: a password that is refused', async () => {
  const page = await browser.visit(address, ears(tone.alice, []))
  tabs.set('alice', page)
  const { tab } = page
  await tab.locator('summary').click()
  await tab.locator('input[name=username]').fill('alice')
  await tab.locator('input[name=password]').fill('not alice')
  await press(page, 'sign-in')
  await see(page, 'error', { code: 'bad-credentials' })
  expect(page.tab.url()).not.toContain('alice')
})

async function signedIn<const People extends readonly Person[]>(...people: People) {
  const opened: RigPage[] = []
  for (const person of people) {
    const page = await browser.visit(`${address}/?as=${person}`, ears(tone[person], Object.values(tone)))
    tabs.set(person, page)
    await see(page, 'connection', { status: 'online' })
    opened.push(page)
  }
  return opened as { [At in keyof People]: RigPage } // one for each of them
}

async function call(page: RigPage, number: string) {
  const field = await see(page, 'dial-field')
  await field.type(number)
  await field.press('Enter')
}

async function transfer(page: RigPage, number: string, way: 'cold' | 'warm') {
  await press(page, 'transfer')
  const field = await see(page, 'transfer-target')
  await field.type(number)
  await press(page, `transfer-${way}`)
}

/** Looks at a tab, as a person does; a tab behind another one is not drawn. */
async function see(page: RigPage, id: string, facts: Readonly<Record<string, string>> = {}) {
  await page.tab.bringToFront()
  const wanted = Object.entries(facts).map(([name, value]) => `[data-${name}="${value}"]`)
  const selector = `[data-testid="${id}"]${wanted.join('')}`
  const found = await page.tab.waitForSelector(selector, { visible: true }).catch(() => null)
  if (found === null) throw new Error(`There is no ${selector}. ${(await Promise.all([...tabs].map(told))).join('\n')}`)
  return found
}

/** What a person sees in a tab, for whoever reads why a test failed. */
async function told([person, { tab, console }]: [Person, RigPage]) {
  const text = await tab.evaluate(() => document.body.innerText)
  return `${person} sees:\n${text}\n${console.slice(-20).join('\n')}\n`
}

async function press(page: RigPage, id: string) {
  const button = await see(page, id)
  // a button that may not be pressed yet says so
  await vi.waitFor(
    async () => expect(await button.evaluate((at) => at.getAttribute('aria-disabled'))).not.toBe('true'),
    10_000,
  )
  await button.click()
}

async function textOf(page: RigPage, id: string) {
  const found = await see(page, id)
  return found.evaluate((at) => at.textContent)
}

async function accessible({ tab }: RigPage) {
  await tab.bringToFront()
  await tab.evaluate(axe.source)
  const found = await tab.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`)
  expect(found).toEqual([])
}

/** Waits until each hears exactly these. */
async function hear(expected: Partial<Record<Person, readonly Person[]>>) {
  for (const [person, others] of Object.entries(expected)) {
    const page = tabs.get(person as Person) // the keys are those of `expected`
    const wanted = others.map((other) => tone[other]).sort((a, b) => a - b)
    await vi.waitFor(async () => expect(await page?.ask('hears'), `${person} hears`).toEqual(wanted), {
      timeout: 20_000,
      interval: 100,
    })
  }
}
