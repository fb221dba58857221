import type { Clock } from '@offhook/core'
import * as z from 'zod/mini'
import { type ContractEvent, Event, type EventType, eventData } from '../contract/events.ts'

/** What a person was told, and the streams on which they hear it. */
export interface Log {
  tell<Type extends EventType>(type: Type, data: DataOf<Type>, more: { subject?: string; etag?: string }): void
  /** A stream that goes on after an event, or begins now. */
  stream(lastId: string | undefined, session: string): ReadableStream<Uint8Array>
  /** Ends the streams of one session, and says why where there is a reason. */
  end(session: string, reason?: 'signed-out' | 'revoked'): void
  /** Ends all streams, as a network that is gone does. */
  cut(): void
  /** Nothing that was told can be told again: who is listening is to read everything anew. */
  forget(): void
}

type DataOf<Type extends EventType> = Extract<ContractEvent, { type: Type }>['data']

interface Listener {
  readonly session: string
  send(text: string): void
  end(): void
}

const mostKept = 1_000

/** Makes the log of one person. */
export function createLog(clock: Clock): Log {
  const listeners = new Set<Listener>()
  const encoder = new TextEncoder()
  let kept: { readonly at: number; readonly text: string }[] = []
  let last = 0
  // who saw nothing after this cannot be told what they missed
  let floor = 0

  const written = <Type extends EventType>(at: number, type: Type, data: DataOf<Type>, more: object): string => {
    const content = z.encode(eventData[type] as z.ZodMiniType<unknown, unknown>, data)
    const envelope = { id: String(at), type, time: clock.now(), ...more, data: content }
    return `id: ${at}\nevent: ${type}\ndata: ${JSON.stringify(z.encode(Event, envelope))}\n\n`
  }
  const sendAll = (text: string) => {
    for (const listener of [...listeners]) listener.send(text)
  }

  return {
    tell(type, data, more) {
      const at = ++last
      const text = written(at, type, data, more)
      kept = [...kept.slice(-mostKept), { at, text }]
      floor = Math.max(floor, (kept[0]?.at ?? 1) - 1)
      sendAll(text)
    },
    stream(lastId, session) {
      const from = lastId === undefined ? last : /^\d{1,15}$/.test(lastId) ? Number(lastId) : -1
      const canGoOn = from >= floor && from <= last
      let mine: Listener | undefined
      return new ReadableStream<Uint8Array>({
        start(controller) {
          mine = {
            session,
            send: (text) => controller.enqueue(encoder.encode(text)),
            end() {
              if (mine !== undefined && listeners.delete(mine)) controller.close()
            },
          }
          mine.send(written(canGoOn ? from : last, canGoOn ? 'stream.opened' : 'stream.reset', {}, {}))
          if (canGoOn) for (const { at, text } of kept) if (at > from) mine.send(text)
          listeners.add(mine)
        },
        cancel() {
          if (mine !== undefined) listeners.delete(mine)
        },
      })
    },
    end(session, reason) {
      for (const listener of [...listeners].filter((one) => one.session === session)) {
        if (reason !== undefined) listener.send(written(last, 'session.ended', { reason }, {}))
        listener.end()
      }
    },
    cut() {
      for (const listener of [...listeners]) listener.end()
    },
    forget() {
      floor = ++last
      kept = []
      sendAll(written(last, 'stream.reset', {}, {}))
    },
  }
}
