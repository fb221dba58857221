import type { ContractPerson } from '@offhook/core/testing'
import { UA, WebSocketInterface } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession.js'
import { people } from '../people.ts'
import { type ExchangeTold, told } from './told.ts'
import { openWorkshop } from './workshop.ts'

/** Whose telephone is on this page: JsSIP, as any other company would write it. */
export interface JssipTold {
  readonly exchange: ExchangeTold
  readonly person: ContractPerson
  readonly password?: string
}

/** What JsSIP tells. */
export interface JssipSeen {
  /** Each event of the user agent and its sessions, oldest first. */
  readonly events: readonly string[]
  readonly caller?: { readonly name: string; readonly number: string }
}

declare global {
  interface Window {
    jssipStart(): void
    jssipCall(number: string): void
    jssip(command: 'answer' | 'hold' | 'unhold' | 'terminate' | 'sendDTMF', value?: string): void
    jssipSeen(): JssipSeen
    jssipHears(): Promise<readonly string[]>
    jssipDigits(): string
  }
}

const { exchange, person, password = person } = told<JssipTold>()
const { microphones, listenTo, start } = await openWorkshop()
const speaking = microphones.speaking(people[person].tone)
const events: string[] = []
const domain = exchange.domain ?? new URL(exchange.url).hostname
let session: RTCSession | undefined

const agent = new UA({
  sockets: [new WebSocketInterface(exchange.url)],
  uri: `sip:${person}@${domain}`,
  password,
  register: true,
})
for (const name of ['connected', 'disconnected', 'registered', 'unregistered'] as const) {
  agent.on(name, () => events.push(name))
}
agent.on('registrationFailed', ({ cause }) => events.push(`registrationFailed: ${cause}`))
agent.on('newRTCSession', ({ session: born }: { session: RTCSession }) => {
  session = born
  events.push(`new ${born.direction} session`)
  for (const name of ['progress', 'accepted', 'confirmed', 'hold', 'unhold'] as const) {
    born.on(name, () => events.push(name))
  }
  for (const name of ['ended', 'failed'] as const) {
    born.on(name, ({ originator, cause }) => events.push(`${name} by ${originator}: ${cause}`))
  }
})

const tracks = () => (session?.connection?.getReceivers() ?? []).map(({ track }) => track)
const hearing = listenTo(tracks)
// Chromium decodes only what is played
const loudspeaker = new Audio()
setInterval(() => {
  const [track] = tracks()
  const playing = loudspeaker.srcObject instanceof MediaStream ? loudspeaker.srcObject.getTracks()[0] : undefined
  if (track === undefined || track === playing) return
  loudspeaker.srcObject = new MediaStream([track])
  loudspeaker.play().catch(() => {})
}, 50)

const mediaStream = await speaking()
const commands = {
  answer: (current: RTCSession) => current.answer({ mediaStream }),
  hold: (current: RTCSession) => current.hold(),
  unhold: (current: RTCSession) => current.unhold(),
  terminate: (current: RTCSession) => current.terminate(),
  sendDTMF: (current: RTCSession, value: string) => current.sendDTMF(value),
}

Object.assign(window, {
  jssipStart: () => agent.start(),
  jssipCall: (number) => void agent.call(`sip:${number}@${domain}`, { mediaStream }),
  jssip(command, value = '') {
    if (session === undefined) throw new Error('There is no session.')
    commands[command](session, value)
  },
  jssipSeen: () => {
    const identity = session?.remote_identity
    return {
      events,
      ...(identity && { caller: { name: identity.display_name, number: identity.uri.user } }),
    }
  },
  jssipHears: hearing.now,
  jssipDigits: hearing.digits,
} satisfies Partial<Window>)

await start()
window.isReady = true
