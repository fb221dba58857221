import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { agrees, type Issuer, redirectUri, startIssuer, visit } from '../testing/issuer.fixture.ts'
import { openIdConnect } from './index.ts'

let running: Issuer
beforeAll(async () => {
  running = await startIssuer()
})
afterAll(() => running.close())
afterEach(() => void vi.unstubAllGlobals())

const phone = () => ({ id: 'local', name: 'Local', issuer: running.issuer, clientId: 'phone', scopes: ['openid'] })
const subjectOf = (idToken: string) => Object(JSON.parse(atob(idToken.split('.')[1] ?? ''))).sub

/** As much of a page as signing in needs. */
function openPage(popup: { closed: boolean; location: { href: string }; close(): void } | null = null) {
  const stored = new Map<string, string>()
  const gone: string[] = []
  const place = { href: `${redirectUri}?from=mail`, origin: new URL(redirectUri).origin, pathname: '/' }
  const events = new EventTarget()
  const sessionStorage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  }
  const history = {
    state: null,
    replaceState: (_: unknown, __: string, address: string) => {
      place.href = address
    },
  }
  const world = {
    ...{ sessionStorage, history, location: { ...place, assign: (address: string) => gone.push(address) } },
    open: () => popup,
    window: { opener: null, close: () => {} },
    addEventListener: events.addEventListener.bind(events),
  }
  Object.defineProperty(world.location, 'href', { get: () => place.href })
  for (const [name, value] of Object.entries(world)) vi.stubGlobal(name, value)
  return { place, gone, stored, events }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => void setTimeout(resolve, 5))
}

test('S5 in the page: it is left, comes back, knows who it is once, and shows no code', async () => {
  const page = openPage()
  openIdConnect({ in: 'page' }).signIn(phone())
  await until(() => page.gone.length === 1)
  page.place.href = String(await visit(page.gone[0] ?? '', agrees))
  const again = openIdConnect({ in: 'page' })
  const returned = await again.returned?.()
  expect([returned?.provider, subjectOf(returned?.idToken ?? '')]).toEqual(['local', 'alice'])
  expect([page.place.href, page.stored.size]).toEqual([redirectUri, 0])
  expect(await again.returned?.()).toBeUndefined()
})

test('S5 nobody comes back with a state that this page did not give', async () => {
  const page = openPage()
  openIdConnect({ in: 'page' }).signIn(phone())
  await until(() => page.gone.length === 1)
  page.place.href = `${redirectUri}?code=stolen&state=page.made-up`
  expect(await openIdConnect().returned?.()).toBeUndefined()
})

test('S5 in a window of its own: the page stays, and the window tells it', async () => {
  const popup = {
    closed: false,
    location: { href: '' },
    close() {
      popup.closed = true
    },
  }
  const page = openPage(popup)
  const signing = openIdConnect().signIn(phone())
  await until(() => popup.location.href !== '')
  const back = await visit(popup.location.href, agrees)
  // the page that the issuer sends the window to makes the same backend
  page.place.href = back.href
  void openIdConnect().returned?.()
  expect(subjectOf((await signing).idToken)).toBe('alice')
  expect([popup.closed, page.stored.size]).toEqual([true, 0])
})

test('S5 a window that somebody closes, or that the browser does not open, is no sign-in', async () => {
  const popup = { closed: false, location: { href: '' }, close: () => {} }
  const page = openPage(popup)
  const signing = openIdConnect().signIn(phone())
  const refused = expect(signing).rejects.toMatchObject({ code: 'refused' })
  await until(() => popup.location.href !== '')
  popup.closed = true
  page.events.dispatchEvent(new Event('focus'))
  await refused
  openPage(null)
  await expect(openIdConnect().signIn(phone())).rejects.toMatchObject({ code: 'refused' })
})
