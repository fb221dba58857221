import { createPhone, type Phone } from '@offhook/core'
import type { ContractPerson } from '@offhook/core/testing'
import { sipTransport } from '@offhook/webrtc'
import { people } from '../people.ts'
import type { createHearing, Hearing } from './hearing.ts'
import type { Microphones } from './microphone.ts'
import type { ExchangeTold } from './told.ts'

/** A telephone of the SDK, with somebody's voice and ears. */
export interface Telephone {
  readonly person: ContractPerson
  readonly phone: Phone
  readonly hearing: Hearing
  close(): void
}

/** What a page has to make telephones of. */
export interface Workshop {
  readonly exchange: ExchangeTold
  readonly microphones: Microphones
  readonly listenTo: Awaited<ReturnType<typeof createHearing>>
}

/** Makes a telephone of the public API alone; it is not connected yet. */
export function createTelephone(
  { exchange, microphones, listenTo }: Workshop,
  person: ContractPerson,
  { password = person, trace }: { password?: string; trace?: (line: string) => void } = {},
): Telephone {
  const { url, domain } = exchange
  const sip = sipTransport({
    ...{ url, user: person, password },
    microphone: microphones.speaking(people[person].tone),
    ...(domain === undefined ? {} : { domain }),
    ...(trace === undefined ? {} : { trace }),
  })
  const phone = createPhone(sip)
  const tracks = () => phone.calls.getSnapshot().all.flatMap(({ id }) => sip.media.remote(id)?.getAudioTracks() ?? [])
  const hearing = listenTo(tracks)
  return {
    ...{ person, phone, hearing },
    close() {
      hearing.close()
      phone.close()
    },
  }
}
