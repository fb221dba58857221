import { type Clock, type ErrorCode, type LostReason, OffhookError } from '@offhook/core'
import type { IncomingResponse, IncomingResponseMessage, OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { allow } from './allow.ts'

/** The registrar did not take us, and may do so later. */
export class NotRegistered extends Error {
  readonly reason: LostReason
  /** The least it asks us to wait, milliseconds. */
  readonly pause: number
  constructor(reason: LostReason, pause = 0) {
    super(reason)
    this.reason = reason
    this.pause = pause
  }
}

/** Where we can be called, as the registrar knows it (RFC 3261 section 10). */
export interface Registration {
  /** Registers and stays registered; rejects with {@link NotRegistered}, or with an `OffhookError` when refused for good. */
  register(): Promise<void>
  /** Lets the registrar know that we go; resolves when it does, or when that takes too long. */
  unregister(): Promise<void>
  /** Forgets what is under way, without a word. */
  stop(): void
}

/** What a registration needs of the phone around it. */
export interface RegistrationWorld {
  readonly agent: Agent
  readonly clock: Clock
  /** Puts credentials in a request before they are asked for. */
  preempt(request: OutgoingRequestMessage): void
  /** Why the last challenge could not be answered, if so. */
  obstacle(): string | undefined
  /** We are not registered any more, though we were. */
  lost(error: unknown): void
}

// seconds; whoever wants another time says so
const askedFor = 300
const shortest = 10
const longest = 86_400
const registerWithin = 8_000
const unregisterWithin = 1_000
const longestPause = 120_000

/** Makes the registration of one account on one contact; every REGISTER has the same Call-ID (RFC 3261 10.2.4). */
export function createRegistration(world: RegistrationWorld): Registration {
  const { agent, clock } = world
  let last: OutgoingRequestMessage | undefined
  let expires = askedFor
  let stop = () => {}

  const compose = (seconds: number) => {
    const { uri, contact, core } = agent
    const registrar = uri.clone()
    registrar.user = undefined
    const options = last && { callId: last.callId, fromTag: last.fromTag, cseq: last.cseq + 1 }
    const headers = [`Contact: ${contact};expires=${seconds}`, allow]
    last = core.makeOutgoingRequestMessage('REGISTER', registrar, uri, uri, { ...options }, headers)
    world.preempt(last)
    return last
  }

  /** Sends one REGISTER; resolves with the final response, rejects when there is none in time. */
  const ask = (seconds: number, within: number) =>
    new Promise<IncomingResponseMessage>((resolve, reject) => {
      const cancel = clock.after(within, () => reject(new NotRegistered('silent')))
      stop = () => {
        cancel()
        reject(new NotRegistered('closed'))
      }
      const settle = ({ message }: IncomingResponse) => {
        cancel()
        resolve(message)
      }
      agent.core.register(compose(seconds), { onAccept: settle, onRedirect: settle, onReject: settle })
    })

  const register = async () => {
    let response = await ask(expires, registerWithin)
    const minimum = Number(response.getHeader('Min-Expires'))
    if (response.statusCode === 423 && minimum > expires && minimum <= longest) {
      expires = minimum
      response = await ask(expires, registerWithin)
    }
    if ((response.statusCode ?? 500) >= 300) throw refusalOf(response, world.obstacle())
    const lasts = secondsOf(response, agent.contact.uri.user) ?? expires
    stop = clock.after(Math.max(lasts, shortest) * 800, () => void register().catch(world.lost))
  }

  return {
    register() {
      stop()
      return register()
    },
    async unregister() {
      stop()
      await ask(0, unregisterWithin).catch(() => {})
    },
    stop: () => stop(),
  }
}

/** For how long we are registered, in seconds: the parameter of our own contact goes before the header. */
function secondsOf(response: IncomingResponseMessage, us: string | undefined): number | undefined {
  const ours = response.getHeaders('Contact').find((contact) => us !== undefined && contact.includes(`:${us}@`))
  const seconds = /;\s*expires\s*=\s*"?(\d+)/i.exec(ours ?? '')?.[1] ?? response.getHeader('Expires')
  return seconds === undefined || !/^\d+$/.test(seconds) ? undefined : Math.min(Number(seconds), longest)
}

const forGood: Record<number, ErrorCode> = {
  401: 'bad-credentials',
  403: 'bad-credentials',
  404: 'bad-credentials',
  407: 'bad-credentials',
}

function refusalOf(response: IncomingResponseMessage, obstacle: string | undefined): Error {
  const status = response.statusCode ?? 500
  // sip.js makes up an answer when nothing came or could be sent: those have come from nowhere
  if (!response.hasHeader('Via')) return new NotRegistered(status === 408 ? 'silent' : 'closed')
  const code = forGood[status]
  if (code === undefined) return new NotRegistered('not-registered', pauseOf(response))
  if (obstacle !== undefined) return new OffhookError('unsupported', { message: obstacle })
  return new OffhookError(code)
}

/** How long the registrar asks us to stay away (RFC 3261 20.33), within reason. */
function pauseOf(response: IncomingResponseMessage): number {
  const seconds = Number.parseInt(response.getHeader('Retry-After') ?? '0', 10)
  return Number.isNaN(seconds) ? 0 : Math.min(seconds * 1_000, longestPause)
}
