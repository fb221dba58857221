import { OffhookError } from '@offhook/core'
import * as oauth from 'oauth4webapi'
import type { Identity, IdentityProvider } from '../session/token.ts'

/** A sign-in that was begun and waits for the issuer; nothing in it is a token. */
export interface Pending {
  readonly provider: Pick<IdentityProvider, 'id' | 'issuer' | 'clientId'>
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  /** Proves that who comes back is who went (PKCE, RFC 7636). */
  readonly verifier: string
}

/** The clock of this machine may be wrong; the server that gets the token checks its times. */
const tolerance = 24 * 3_600

/** Where a person goes to say who they are; `kind` comes back at the beginning of the state. */
export async function begin(
  { id, issuer, clientId, scopes }: IdentityProvider,
  redirectUri: string,
  kind: string,
): Promise<{ readonly address: string; readonly pending: Pending }> {
  const server = await discover(issuer)
  if (server.authorization_endpoint === undefined) throw new OffhookError('unsupported')
  const state = `${kind}.${oauth.generateRandomState()}`
  const nonce = oauth.generateRandomNonce()
  const verifier = oauth.generateRandomCodeVerifier()
  const address = new URL(server.authorization_endpoint)
  const query = {
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes.join(' '), state, nonce },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return {
    address: String(address),
    pending: { provider: { id, issuer, clientId }, redirectUri, state, nonce, verifier },
  }
}

/** What the issuer says of the person, after they came back to `address`; rejects with `refused` when they did not agree. */
export async function finish(
  { provider, redirectUri, state, nonce, verifier }: Pending,
  address: URL,
): Promise<Identity> {
  const client: oauth.Client = { client_id: provider.clientId, [oauth.clockTolerance]: tolerance }
  const server = await discover(provider.issuer)
  try {
    const back = oauth.validateAuthResponse(server, client, address, state)
    const options = insecure(provider.issuer)
    const response = await oauth.authorizationCodeGrantRequest(
      ...([server, client, oauth.None(), back, redirectUri, verifier, options] as const),
    )
    const { id_token: idToken } = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    if (idToken === undefined) throw new OffhookError('refused')
    return { idToken, nonce }
  } catch (cause) {
    // an error of the library may have the answer with the tokens in it
    throw cause instanceof OffhookError ? cause : new OffhookError('refused', { message: wordsOf(cause) })
  }
}

/** What went wrong in a word that the issuer or the library has for it. */
const wordsOf = (cause: unknown): string => {
  const { error, code } = Object(cause) as { readonly error?: unknown; readonly code?: unknown }
  return `The issuer did not let the person in: ${String(error ?? code ?? 'no answer')}.`
}

async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer)
  try {
    return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, insecure(issuer)))
  } catch (cause) {
    throw new OffhookError('unavailable', { message: 'The issuer does not answer as one.', cause })
  }
}

/** Without TLS only on this machine, for development. */
const insecure = (issuer: string) =>
  /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(issuer) ? { [oauth.allowInsecureRequests]: true } : {}
