import type { CallSignal } from '../../call/signal.ts'
import type { CallId, CallSink, CallTransport } from '../../call/transport.ts'
import { OffhookError } from '../../errors.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Routed } from './commands.ts'
import { createLane, type Latency } from './lane.ts'
import type { Handset } from './leg.ts'
import { createLine, type Line } from './line.ts'
import type { NetworkPerson } from './people.ts'
import type { Script } from './script.ts'
import type { Switchboard } from './switchboard.ts'

/** A telephone at the network: its line, and the transport of its calls. */
export interface Telephone {
  readonly person: string
  readonly calls: CallTransport
  readonly line: Line
  cut(): void
  restore(): void
}

/** What a telephone needs. */
export interface TelephoneWorld {
  readonly clock: Clock
  readonly latency: Latency | undefined
  readonly script: Script
  readonly switchboard: Switchboard
  /** What was given to be let in. */
  readonly password: string | undefined
}

const leaving: readonly string[] = ['hangUp', 'decline']

export function createTelephone(
  { id: person, password: right = person }: NetworkPerson,
  world: TelephoneWorld,
): Telephone {
  const { clock, latency, script, switchboard, password } = world
  const up = createLane(clock, latency)
  const down = createLane(clock, latency)
  const goodbyes = new Set<CallId>()
  const muted = new Set<CallId>()
  let sink: CallSink | undefined

  const line = createLine({
    ...{ clock, up, down },
    pass: (type, carry) => script.pass({ type, by: person }, carry),
    refusal: () => ((password ?? right) === right ? undefined : new OffhookError('bad-credentials')),
    signedOut: () => switchboard.release(handset),
  })

  const notice = (id: CallId, signal: CallSignal) => void Promise.resolve().then(() => sink?.signal(id, signal))
  const handset: Handset = {
    person,
    isOnline: line.isOnline,
    isCut: line.isCut,
    isMuted: (id) => muted.has(id),
    ring: (id, call) => down.send(() => sink?.incoming(id, call)),
    tell: (id, signal) => down.send(() => sink?.signal(id, signal)),
    notice,
  }

  const setMute = (id: CallId, isMuted: boolean) => {
    if (isMuted) muted.add(id)
    else muted.delete(id)
    notice(id, { type: 'muted', muted: isMuted })
  }

  const send: CallTransport['send'] = async (id, command) => {
    const { type } = command
    // the microphone is silenced in the telephone itself
    if (type !== 'mute' && type !== 'unmute') return sendUp(id, command)
    await script.pass({ type, by: person }, () => setMute(id, type === 'mute'))
  }

  const sendUp = (id: CallId, command: Routed) => {
    const carry = () =>
      script.pass({ type: command.type, by: person }, () => switchboard.carryOut(handset, id, command))
    const lost = () => {
      // a call that was hung up out of reach is over; the exchange hears of it when the network is back
      if (leaving.includes(command.type)) goodbyes.add(id)
      return new OffhookError('offline')
    }
    if (!line.isOnline()) return Promise.reject(lost())
    return new Promise<void>((resolve, reject) => {
      const refuse = (error: unknown) => down.send(() => reject(error))
      const arrive = () => {
        try {
          const carried = carry()
          if (carried instanceof Promise) carried.then(() => down.send(resolve), refuse)
          else down.send(resolve)
        } catch (error) {
          refuse(error)
        }
      }
      up.send(arrive, () => reject(lost()))
    })
  }

  const sayGoodbyes = () => {
    for (const id of goodbyes) switchboard.hangUp(handset, id)
    goodbyes.clear()
  }

  return {
    person,
    line,
    calls: {
      open(news) {
        sink = news
        const detach = switchboard.attach(handset)
        return () => {
          sink = undefined
          detach()
        }
      },
      send,
    },
    cut() {
      line.cut()
      switchboard.tellMedia(handset)
    },
    restore() {
      sayGoodbyes()
      line.restore()
      switchboard.tellMedia(handset)
    },
  }
}
