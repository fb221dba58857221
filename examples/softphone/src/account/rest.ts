import { type BackendParts, createPhone, OffhookError } from '@offhook/core'
import { type Backend, createBackend } from '@offhook/rest'
import { openIdConnect } from '@offhook/rest/oidc'
import { sipTransport } from '@offhook/webrtc'
import type { BackEnd, OpenBackEnd } from './back-end.ts'

const patience = 5_000

/** The back end that serves this page; undefined where only an exchange does. */
export async function findBackEnd(url: string): Promise<OpenBackEnd | undefined> {
  try {
    await createBackend({ url, timeout: patience }).capabilities()
  } catch (error) {
    // what does not answer now may do so in a moment; what answers something else is no back end
    if (!(error instanceof OffhookError) || error.code !== 'unavailable') return undefined
  }
  return ({ remember }) => openBackEnd(createBackend({ url, ...(remember && { remember, provider: openIdConnect() }) }))
}

function openBackEnd(backend: Backend): BackEnd {
  const { account, close } = createPhone({ account: backend.account })
  return {
    account,
    close,
    async openLine() {
      const [access, { parts }] = await Promise.all([backend.sip(), backend.capabilities()])
      const sip = sipTransport(access)
      const { directory, ...optional } = partsOf(backend)
      const offered = Object.fromEntries(Object.entries(optional).filter(([name]) => parts.includes(name)))
      return { phone: createPhone({ ...sip, directory, account: optional.account, ...offered }), warm: sip.media.warm }
    },
  }
}

const partsOf = ({
  account,
  presence,
  directory,
  history,
  forwarding,
  settings,
  callerIds,
}: Backend): BackendParts => ({
  ...{ account, presence, directory, history, forwarding, settings, callerIds },
})
