import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { softphoneStories } from './rig/softphone.ts'

// a real OpenID Connect issuer on a port of its own, which the exchange is told to trust under the name on the button

const server = createServer()
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
const issuer = `http://127.0.0.1:${port}`

afterAll(() => void server.close())

softphoneStories(
  (house) => {
    const { accessible, open, see, press, textOf } = house

    beforeAll(() => {
      // it has much to say to whom would run it for real
      for (const word of ['warn', 'info'] as const) vi.spyOn(console, word).mockImplementation(() => {})
      const provider = new Provider(issuer, {
        clients: [
          {
            ...{ client_id: 'softphone', token_endpoint_auth_method: 'none', application_type: 'native' },
            ...{
              redirect_uris: [`${house.address()}/`],
              grant_types: ['authorization_code'],
              response_types: ['code'],
            },
          },
        ],
        clientBasedCORS: () => true,
        conformIdTokenClaims: false,
        claims: { openid: ['sub'], email: ['email', 'email_verified'] },
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ['not a secret'] },
        findAccount: (_, accountId) => ({
          accountId,
          claims: async () => ({ sub: accountId, email: `${accountId}@example.nl`, email_verified: true }),
        }),
      })
      server.removeAllListeners('request').on('request', provider.callback())
    })

    test('S5 who signs in with Microsoft is asked there, in a window of its own, and comes back signed in', async () => {
      const page = await open('alice')
      expect(await textOf(page, 'provider-entra')).toContain('Microsoft')
      await accessible(page)
      const opened = new Promise<typeof page.tab | null>((resolve) => void page.tab.once('popup', resolve))
      await press(page, 'provider-entra')
      const popup = await opened
      if (popup === null) throw new Error('No window was opened.')
      await (await popup.waitForSelector('input[name=login]'))?.type('alice')
      await (await popup.waitForSelector('input[name=password]'))?.type('whatever the issuer wants')
      await (await popup.waitForSelector('button[type=submit]'))?.click()
      await popup.waitForSelector('input[name=prompt][value=consent]')
      await (await popup.waitForSelector('button[type=submit]'))?.click()
      await see(page, 'connection', { status: 'online' })
      expect(await textOf(page, 'account-menu-button')).toContain('Alice Jansen')
      expect(page.tab.url()).toBe(`${house.address()}/`)
    })
  },
  { config: { providers: [{ id: 'entra', name: 'Microsoft', issuer, clientId: 'softphone' }] } },
)
