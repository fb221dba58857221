import { createPhone, type Phone } from '@offhook/core'
import type { ContractPerson } from '@offhook/core/testing'
import { acrossTabs, type SipTransport, sipTransport, type Tabs } from '@offhook/webrtc'
import { people } from '../people.ts'
import type { Hearing } from './hearing.ts'
import type { ExchangeTold } from './told.ts'
import type { openWorkshop } from './workshop.ts'

/** A telephone of the SDK, with somebody's voice and ears. */
export interface Telephone {
  readonly person: ContractPerson
  readonly phone: Phone
  readonly sip: SipTransport
  readonly hearing: Hearing
  /** What this tab is among the others, of a phone that is shared. */
  readonly tabs?: Tabs
  close(): void
}

/** What a page has to make telephones of. */
export interface Workshop extends Pick<Awaited<ReturnType<typeof openWorkshop>>, 'microphones' | 'listenTo'> {
  readonly exchange: ExchangeTold
}

/** How a telephone differs from the usual one. */
export interface TelephoneOptions {
  readonly password?: string
  /** Speak with the browser's own microphone instead of with the person's tone. */
  readonly usesDevice?: boolean
  /** Shares it with the other tabs of the browser. */
  readonly isAcrossTabs?: boolean
  /** Gets each SIP message, redacted. */
  readonly trace?: (line: string) => void
}

/** Makes a telephone of the public API alone; it is not connected yet. */
export function createTelephone(
  { exchange, microphones, listenTo }: Workshop,
  person: ContractPerson,
  { password = person, usesDevice = false, isAcrossTabs = false, trace }: TelephoneOptions = {},
): Telephone {
  const { url, domain } = exchange
  const own = sipTransport({
    ...{ url, user: person, password },
    ...(usesDevice ? {} : { microphone: microphones.speaking(people[person].tone) }),
    ...(domain === undefined ? {} : { domain }),
    ...(trace === undefined ? {} : { trace }),
  })
  const shared = isAcrossTabs ? acrossTabs(own) : undefined
  const sip = shared ?? own
  const phone = createPhone(sip)
  const tracks = () => phone.calls.getSnapshot().all.flatMap(({ id }) => sip.media.remote(id)?.getAudioTracks() ?? [])
  const hearing = listenTo(tracks)
  return {
    ...{ person, phone, sip, hearing },
    ...(shared !== undefined && { tabs: shared.tabs }),
    close() {
      hearing.close()
      phone.close()
    },
  }
}
