import { OffhookError } from '@offhook/core'
import type { ContractEvent } from './contract/events.ts'
import type { Answer } from './http/http.ts'
import type { Wire } from './wire.ts'

/** Something that is read whole, and told whole when it changes. */
export interface DocumentRoute<Value> {
  /** Reads it. */
  readonly read: (signal?: AbortSignal) => Promise<Answer<Value>>
  /** What news says of it; undefined of other news. */
  readonly valueIn: (event: ContractEvent) => Value | undefined
}

/** A document on the wire. */
export interface WireDocument<Value> {
  /** Brings it, now and at each change. */
  open(bring: (value: Value) => void): () => void
  /** Brings it now. */
  refresh(): Promise<void>
  /** Sends a change, which is based on the version it gets; after a conflict what stands is brought first. */
  change(send: (etag: string | undefined) => Promise<Answer<Value>>): Promise<void>
}

/** Keeps a document and its version. */
export function createDocument<Value>(wire: Wire, { read, valueIn }: DocumentRoute<Value>): WireDocument<Value> {
  const { feed, echoes } = wire
  const sinks = new Set<(value: Value) => void>()
  let etag: string | undefined

  const keep = (answer: Answer<Value>) => {
    etag = answer.etag
    for (const bring of [...sinks]) bring(answer.value)
  }
  const refresh = async () => keep(await read())

  return {
    refresh,
    open(bring) {
      sinks.add(bring)
      const unfollow = feed.follow({
        read: async (signal) => keep(await read(signal)),
        event(event) {
          const value = valueIn(event)
          if (value === undefined) return
          etag = event.etag
          bring(value)
          echoes.told(JSON.stringify(value))
        },
      })
      const leave = wire.enter()
      return () => {
        sinks.delete(bring)
        unfollow()
        leave()
      }
    },
    async change(send) {
      const otherwise = (answer: Answer<Value>) =>
        // what was told meanwhile may be newer than the answer; where nothing is told, it is the newest there is
        feed.isLive.getSnapshot() ? refresh() : keep(answer)
      const command = { send: () => send(etag), toldAs: ({ value }: Answer<Value>) => JSON.stringify(value), otherwise }
      try {
        await echoes.carry(command)
      } catch (thrown) {
        if (thrown instanceof OffhookError && thrown.code === 'conflict') await refresh().catch(() => {})
        throw thrown
      }
    },
  }
}
