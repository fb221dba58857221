import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { vi } from 'vitest'

/** Where the issuer sends people back. */
export const redirectUri = 'http://localhost:5173/'

/** An issuer that lets in whoever fills in the form. */
export interface Issuer {
  readonly issuer: string
  close(): void
}

/** Starts an issuer on this machine. */
export async function startIssuer(): Promise<Issuer> {
  // it has much to say to whom would run it for real
  for (const word of ['warn', 'info'] as const) vi.spyOn(console, word).mockImplementation(() => {})
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{
          client_id: 'phone',
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
        ...{ token_endpoint_auth_method: 'none', application_type: 'native' },
      },
    ],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  })
  server.on('request', provider.callback())
  return { issuer, close: () => void server.close() }
}

/** What a person does in a browser: follows, fills in, agrees; gives the address they come back with. */
export async function visit(address: string, form: (prompt: string) => Record<string, string>): Promise<URL> {
  const cookies = new Map<string, string>()
  let next = { url: address, body: undefined as URLSearchParams | undefined }
  for (let turn = 0; turn < 20; turn++) {
    if (next.url.startsWith(redirectUri)) return new URL(next.url)
    const response = await fetch(next.url, {
      ...{ redirect: 'manual', method: next.body ? 'POST' : 'GET' },
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body && { body: next.body }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to !== null) next = { url: String(new URL(to, next.url)), body: undefined }
    else next = filledIn(await response.text(), next.url, form)
  }
  throw new Error('It never came back.')
}

function filledIn(page: string, url: string, form: (prompt: string) => Record<string, string>) {
  const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? []
  const [, abort = ''] = /href="([^"]+\/abort)"/.exec(page) ?? []
  const [, action = url] = /action="([^"]+)"/.exec(page) ?? []
  const fields = form(prompt)
  if ('abort' in fields) return { url: String(new URL(abort, url)), body: undefined }
  return { url: String(new URL(action, url)), body: new URLSearchParams({ prompt, ...fields }) }
}

/** What somebody fills in who wants in. */
export const agrees = (prompt: string): Record<string, string> =>
  prompt === 'login' ? { login: 'alice', password: 'any' } : {}
