import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest'
import { openBrowser, type RigBrowser, type RigPage } from './browser.ts'
import { ears } from './ears.ts'
import { type Database, type StartedExchange, startExchange } from './softphone-exchange.ts'

/** The tone that the microphone of each person hears, in hertz. */
export const tone = { alice: 440, bob: 660, carol: 880, dave: 1100 } as const

export type Person = keyof typeof tone

/** `npm start`, a browser, and the tabs in it, shared by the stories of one file. */
export interface SoftphoneHouse {
  address(): string
  /** The data folder of the exchange. */
  data(): string
  /** The tabs of the story that runs, by what they were called. */
  readonly tabs: ReadonlyMap<string, RigPage>
  /** Opens a tab; `path` begins behind the address. What is called `again` is on another computer of the same person. */
  open(name: string, path?: string, hertz?: number): Promise<RigPage>
  /** A tab for each of these people, signed in by a link and connected. */
  signedIn<const People extends readonly Person[]>(...people: People): Promise<{ [At in keyof People]: RigPage }>
  /** Waits for something that a person sees, and gives it; looks at the tab, for one behind another is not drawn. */
  see(page: RigPage, id: string, facts?: Readonly<Record<string, string>>): Promise<Seen>
  /** Waits until a person sees it no more. */
  miss(page: RigPage, id: string, facts?: Readonly<Record<string, string>>): Promise<void>
  press(page: RigPage, id: string, facts?: Readonly<Record<string, string>>): Promise<void>
  /** Clicks on what a selector finds, where no name was given to it. */
  click(page: RigPage, selector: string): Promise<void>
  /** Writes a text into a field, instead of what stands there. */
  write(page: RigPage, id: string, text: string): Promise<void>
  textOf(page: RigPage, id: string, facts?: Readonly<Record<string, string>>): Promise<string>
  /** Expects that a checker of accessibility (axe) finds nothing; once, for a screen is the same whatever the database. */
  accessible(page: RigPage, where?: string): Promise<void>
}

/** What the houses of a file share. */
interface Neighbourhood {
  readonly browser: () => RigBrowser
  readonly exchange: () => Promise<StartedExchange>
  readonly isFirst: boolean
}

interface HouseOptions {
  /** More of the exchange's configuration. */
  readonly config?: object
  /** Default: both, one after the other. */
  readonly databases?: readonly Database[]
}

/**
 * Tells the stories of a file at an exchange on each database, in one browser. The exchange of the next database starts
 * while the stories of the one before it are told.
 */
export function softphoneStories(
  tell: (house: SoftphoneHouse) => void,
  { config = {}, databases = ['PGlite', 'PostgreSQL'] }: HouseOptions = {},
): void {
  let browser: RigBrowser | undefined
  let last: Promise<unknown> = Promise.resolve()
  const exchanges = databases.map(() => Promise.reject<StartedExchange>(new Error('It was not started.')))
  for (const each of exchanges) each.catch(() => {})

  beforeAll(async () => {
    databases.forEach((database, at) => {
      const started = last.then(() => startExchange(database, config))
      started.catch(() => {})
      exchanges[at] = started
      last = started
    })
    // half of what a tab costs is its process
    browser = await openBrowser('chromium', { flags: ['--process-per-site'] })
  })
  afterAll(async () => {
    await browser?.close()
    for (const each of await Promise.allSettled(exchanges)) if (each.status === 'fulfilled') await each.value.stop()
  })

  const there = (): RigBrowser => {
    if (browser === undefined) throw new Error('There is no browser.')
    return browser
  }
  databases.forEach((database, at) => {
    const exchange = async () => exchanges[at] ?? Promise.reject(new Error('There is no exchange.'))
    describe(`on ${database}`, () => tell(softphoneHouse({ browser: there, exchange, isFirst: at === 0 })))
  })
}

/** A house whose exchange is there when its stories begin, and whose tabs are closed after each. */
function softphoneHouse({ browser, exchange, isFirst }: Neighbourhood): SoftphoneHouse {
  const tabs = new Map<string, RigPage>()
  let started: StartedExchange | undefined

  const here = (): StartedExchange => {
    if (started === undefined) throw new Error('The exchange has not started.')
    return started
  }
  beforeAll(async () => {
    started = await exchange()
  })
  afterEach(async () => {
    for (const [name, page] of tabs) {
      const uncaught = page.console.filter((line) => line.startsWith('not caught'))
      expect(uncaught, name).toEqual([])
      await page.close()
    }
    tabs.clear()
  })

  const open: SoftphoneHouse['open'] = async (name, path = '/', hertz = tone.alice) => {
    const page = await browser().visit(here().address + path, ears(hertz, Object.values(tone)), {
      isApart: name.endsWith(' again'),
    })
    tabs.set(name, page)
    return page
  }
  const see: SoftphoneHouse['see'] = async (page, id, facts) => {
    const found = await seen(page, selectorOf(id, facts))
    if (found !== null) return found
    throw new Error(`There is no ${selectorOf(id, facts)}.\n${(await Promise.all([...tabs].map(told))).join('\n')}`)
  }
  return {
    ...{ tabs, open, see },
    accessible: async (page, where) => void (isFirst && (await accessible(page, where))),
    address: () => here().address,
    data: () => here().data,
    async signedIn(...people) {
      const opened = await Promise.all(people.map((person) => open(person, `/?as=${person}`, tone[person])))
      for (const page of opened) await see(page, 'connection', { status: 'online' })
      return opened as { [At in keyof typeof people]: RigPage } // one for each of them
    },
    async miss(page, id, facts) {
      await page.tab.bringToFront()
      const gone = await page.tab.waitForSelector(selectorOf(id, facts), { hidden: true }).then(
        () => true,
        () => false,
      )
      if (!gone) throw new Error(`There is still ${selectorOf(id, facts)}.\n${await told(['it', page])}`)
    },
    async press(page, id, facts) {
      const button = await see(page, id, facts)
      // a button that may not be pressed yet says so
      await vi.waitFor(
        async () => expect(await button.evaluate((at) => at.getAttribute('aria-disabled')), id).not.toBe('true'),
        10_000,
      )
      await button.click()
    },
    async click(page, selector) {
      const found = await seen(page, selector)
      if (found === null) throw new Error(`There is no ${selector}.\n${await told(['it', page])}`)
      await found.click()
    },
    async write(page, id, text) {
      const field = await see(page, id)
      await field.click({ count: 3 })
      await field.press('Backspace')
      await field.type(text)
    },
    async textOf(page, id, facts) {
      const found = await see(page, id, facts)
      return found.evaluate((at) => at.textContent ?? '')
    },
  }
}

function selectorOf(id: string, facts: Readonly<Record<string, string>> = {}): string {
  const wanted = Object.entries(facts).map(([name, value]) => `[data-${name}="${value}"]`)
  return `[data-testid="${id}"]${wanted.join('')}`
}

const patience = 10_000

type Seen = NonNullable<Awaited<ReturnType<typeof seen>>>

async function seen({ tab }: RigPage, selector: string) {
  await tab.bringToFront()
  return tab.waitForSelector(selector, { visible: true, timeout: patience }).catch(() => null)
}

/** What a person sees in a tab, for whoever reads why a test failed. */
async function told([name, { tab, console }]: [string, RigPage]) {
  const text = await tab.evaluate(() => document.body.innerText)
  return `${name} sees:\n${text}\n${console.slice(-20).join('\n')}\n`
}

/** Expects that axe finds nothing. */
async function accessible({ tab }: RigPage, where?: string): Promise<void> {
  await tab.bringToFront()
  await tab.evaluate(axe.source)
  // a colour on its way to another one is neither; what moves is put where it goes, for in a tab behind others nothing moves
  await tab.evaluate(() => {
    for (const moving of document.getAnimations()) {
      if (moving.effect?.getComputedTiming().endTime !== Infinity) moving.finish()
    }
  })
  const found = await tab.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) =>
      html + ' ' + any.map(({ message }) => message).join(' ')).join(' | ')))`)
  expect(found, where).toEqual([])
}

/** Waits until each hears exactly these. */
export async function hear(
  { tabs }: Pick<SoftphoneHouse, 'tabs'>,
  expected: Partial<Record<Person, readonly Person[]>>,
): Promise<void> {
  for (const [person, others] of Object.entries(expected)) {
    const wanted = others.map((other) => tone[other]).sort((a, b) => a - b)
    const hears = async () => expect(await tabs.get(person)?.ask('hears'), `${person} hears`).toEqual(wanted)
    await vi.waitFor(hears, { timeout: 20_000, interval: 100 })
  }
}
