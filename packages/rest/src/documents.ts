import { OffhookError } from '@offhook/core'
import type { ContractEvent } from './contract/events.ts'
import type { Answer } from './http/http.ts'
import type { Wire } from './wire.ts'

/** News that say a document whole. */
type Told = 'profile.updated' | 'forwarding.updated' | 'settings.updated' | 'caller-ids.updated'
type ValueOf<Type extends Told> = Extract<ContractEvent, { readonly type: Type }>['data']

/** A document on the wire. */
export interface WireDocument<Value> {
  /** Brings it, now and at each change; `forget` is called when nobody is signed in any more. */
  open(bring: (value: Value) => void, forget?: () => void): () => void
  /** Brings it now, once for all who want it. */
  refresh(): Promise<void>
  /** Sends a change, which is based on the version it gets; after a conflict what stands is brought first. */
  change(send: (etag: string | undefined) => Promise<Answer<Value>>): Promise<void>
}

/** Keeps a document and its version: what news of a type say of it, and what reading it says. */
export function createDocument<Type extends Told>(
  wire: Wire,
  type: Type,
  read: (signal?: AbortSignal) => Promise<Answer<ValueOf<Type>>>,
): WireDocument<ValueOf<Type>> {
  type Value = ValueOf<Type>
  const { feed, echoes } = wire
  const sinks = new Set<(value: Value) => void>()
  let etag: string | undefined
  let reading: Promise<void> | undefined

  const keep = (answer: Answer<Value>) => {
    etag = answer.etag
    for (const bring of [...sinks]) bring(answer.value)
  }
  const toldAs = (value: Value) => type + JSON.stringify(value)
  const readAnew = async () => {
    const answer = await echoes.asked(type, () => read())
    if (answer !== undefined) keep(answer)
  }
  const refresh = () => {
    reading ??= readAnew().finally(() => {
      reading = undefined
    })
    return reading
  }

  return {
    refresh,
    open(bring, forget) {
      return wire.follow(sinks, bring, {
        read: async (signal) => keep(await read(signal)),
        forget() {
          etag = undefined
          forget?.()
        },
        event(event) {
          if (event.type !== type) return
          // the type says what the data are
          const value = event.data as Value
          etag = event.etag
          bring(value)
          echoes.told(toldAs(value))
        },
      })
    },
    async change(send) {
      const otherwise = (answer: Answer<Value>) =>
        // what was told meanwhile may be newer than the answer; where nothing is told, it is the newest there is
        feed.isLive.getSnapshot() ? refresh().catch(() => keep(answer)) : keep(answer)
      try {
        await echoes.carry({ send: () => send(etag), toldAs: ({ value }) => toldAs(value), otherwise })
      } catch (thrown) {
        if (thrown instanceof OffhookError && thrown.code === 'conflict') await refresh().catch(() => {})
        throw thrown
      }
    },
  }
}
