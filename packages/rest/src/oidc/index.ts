import { OffhookError } from '@offhook/core'
import type { IdentityProvider, IdentitySource } from '../session/token.ts'
import { begin, finish, type Pending } from './code-flow.ts'

export type { Identity, IdentityProvider, IdentitySource } from '../session/token.ts'

/** How a person goes to the issuer. */
export interface OpenIdConnectOptions {
  /** Where the issuer sends people back: a page of this origin that makes the same backend; default: this page. */
  readonly redirectUri?: string
  /** In a window of its own, or in this page, which is left and comes back; default `'window'`. */
  readonly in?: 'window' | 'page'
}

const storageKey = 'offhook.sign-in'
const channelName = 'offhook.sign-in'

/**
 * Lets people sign in with an OpenID Connect issuer (code flow with PKCE), in a browser:
 * `createBackend({ url, provider: openIdConnect() })` and `phone.account.signIn({ provider: 'microsoft' })`.
 */
export function openIdConnect({ redirectUri, in: place = 'window' }: OpenIdConnectOptions = {}): IdentitySource {
  const back = () => redirectUri ?? location.origin + location.pathname
  return {
    signIn: (provider) => (place === 'window' ? inWindow(provider, back()) : inPage(provider, back())),
    async returned() {
      const here = new URL(location.href)
      const state = here.searchParams.get('state') ?? ''
      if (state.startsWith('window.')) return handBack(here)
      const pending = takePending()
      if (pending === undefined || pending.state !== state) return undefined
      // a code works once; it is not to be seen, or sent on, any longer than it must
      history.replaceState(history.state, '', pending.redirectUri)
      return { provider: pending.provider.id, ...(await finish(pending, here)) }
    },
  }
}

/** Leaves this page; what comes after happens when it is back. */
async function inPage(provider: IdentityProvider, redirectUri: string): Promise<never> {
  const { address, pending } = await begin(provider, redirectUri, 'page')
  sessionStorage.setItem(storageKey, JSON.stringify(pending))
  location.assign(address)
  return new Promise(() => {})
}

function takePending(): Pending | undefined {
  const text = sessionStorage.getItem(storageKey)
  sessionStorage.removeItem(storageKey)
  // only this page writes there
  return text === null ? undefined : (JSON.parse(text) as Pending)
}

/** Opens a window at once, while the browser still knows that somebody clicked. */
async function inWindow(provider: IdentityProvider, redirectUri: string) {
  const popup = open('', '', 'popup,width=500,height=700')
  if (popup === null)
    throw new OffhookError('refused', { message: 'The browser does not let this page open a window.' })
  const ended = new AbortController()
  try {
    const { address, pending } = await begin(provider, redirectUri, 'window')
    const answer = answerTo(pending.state, popup, ended.signal)
    popup.location.href = address
    return await finish(pending, await answer)
  } finally {
    ended.abort()
    popup.close()
  }
}

/** In the window: tells the page that opened it, by both ways there are, and goes. */
function handBack(here: URL): Promise<never> {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(here.href)
  window.opener?.postMessage({ [channelName]: here.href }, location.origin)
  setTimeout(() => window.close(), 200)
  return new Promise(() => {})
}

/** With what the window came back; rejects when somebody closed it. */
function answerTo(state: string, popup: Window, signal: AbortSignal): Promise<URL> {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(channelName)
    const take = (text: unknown) => {
      const address = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
      if (address?.searchParams.get('state') === state) resolve(address)
    }
    channel.addEventListener('message', ({ data }) => take(data), { signal })
    addEventListener('message', ({ origin, data }) => origin === location.origin && take(Object(data)[channelName]), {
      signal,
    })
    // an issuer may cut the tie to its window, which then looks closed: only who is back at this page can have closed it
    const closed = () => {
      if (popup.closed)
        setTimeout(() => reject(new OffhookError('refused', { message: 'The window was closed.' })), 1_000)
    }
    addEventListener('focus', closed, { signal })
    signal.addEventListener('abort', () => channel.close(), { once: true })
  })
}
