import { type BackendParts, createPhone, OffhookError } from '@offhook/core'
import { type Backend, createBackend } from '@offhook/rest'
import { openIdConnect } from '@offhook/rest/oidc'
import { acrossTabs, sipTransport } from '@offhook/webrtc'
import type { BackEnd, OpenBackEnd } from './back-end.ts'

const patience = 5_000

/** The back end that serves this page; undefined where only an exchange does. */
export async function findBackEnd(url: string): Promise<OpenBackEnd | undefined> {
  let offered: readonly string[] | undefined
  try {
    offered = (await createBackend({ url, timeout: patience }).capabilities()).parts
  } catch (error) {
    // what does not answer now may do so in a moment; what answers something else is no back end
    if (!(error instanceof OffhookError) || error.code !== 'unavailable') return undefined
  }
  return ({ remember }) =>
    openBackEnd(createBackend({ url, ...(remember && { remember, provider: openIdConnect() }) }), offered)
}

/** One phone for whoever signs in: it registers as them when they do, and not any more when they sign out. */
function openBackEnd(backend: Backend, offered: readonly string[] | undefined): BackEnd {
  const sip = acrossTabs(sipTransport(() => backend.sip()))
  const { account, directory, ...more } = partsOf(backend)
  const there = Object.fromEntries(Object.entries(more).filter(([name]) => offered?.includes(name) ?? true))
  const phone = createPhone({ ...sip, account, directory, ...there })
  return { account: phone.account, line: () => ({ phone, warm: sip.media.warm, tabs: sip.tabs }), close: phone.close }
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
