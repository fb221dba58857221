import { type Contact, type ContactSink, type ContactSource, OffhookError } from '@offhook/core'
import type * as z from 'zod/mini'
import type { Imported } from '../contract/directory.ts'
import { directoryRoutes as routes } from '../contract/directory.ts'
import { problemStatus } from '../contract/problem.ts'
import type { Wire } from '../wire.ts'
import { readBooks, tellsContact, tellsGone, tellsOf, tellsStar } from './reading.ts'

/** The phonebooks, as the server keeps them. */
export function directorySource(wire: Wire): ContactSource {
  const { http, echoes } = wire
  const sinks = new Set<ContactSink>()

  const whole = <Value>(send: () => Promise<{ readonly value: Value }>, toldAs: (value: Value) => string) =>
    // the directory keeps what it is answered, so that it is true here also where no news comes
    echoes.carry({ send: async () => (await send()).value, toldAs })
  /** Who is behind is told what they missed. */
  const based = async <Value>(uid: string, run: () => Promise<Value>): Promise<Value> => {
    try {
      return await run()
    } catch (thrown) {
      if (thrown instanceof OffhookError && thrown.code === 'conflict') await tellNewest(uid).catch(() => {})
      throw thrown
    }
  }
  const tellNewest = async (uid: string) => {
    const newest = await echoes.asked(tellsOf(uid), () => http.call(routes.contact, { params: { uid } }))
    if (newest !== undefined) for (const sink of sinks) sink.contacts([newest.value])
  }

  return {
    open: (sink) => wire.follow(sinks, sink, readBooks(wire, sink)),
    async search(text, { limit = 20, book, signal }) {
      const query = { text, limit: String(limit), ...(book === undefined ? {} : { book }) }
      return (await http.call(routes.contacts, { query, signal })).value.items
    },
    async lookup(number, { signal }) {
      return (await http.call(routes.contacts, { query: { number }, signal })).value.items
    },
    create: (book, fields) =>
      whole(() => http.call(routes.createContact, { params: { book }, body: fields }), tellsContact),
    async createMany(book, contacts) {
      const { value } = await http.call(routes.importContacts, { params: { book }, body: { items: [...contacts] } })
      return value.items.map(outcomeOf)
    },
    update: (uid, fields, { etag }) =>
      based(uid, () =>
        whole(() => http.call(routes.updateContact, { params: { uid }, body: fields, ifMatch: etag }), tellsContact),
      ),
    remove: (uid, { etag }) =>
      based(uid, () =>
        whole(
          () => http.call(routes.removeContact, { params: { uid }, ifMatch: etag }),
          () => tellsGone(uid),
        ),
      ),
    favourite: (uid, isFavourite) =>
      whole(
        () => http.call(isFavourite ? routes.star : routes.unstar, { params: { uid } }),
        () => tellsStar({ uid, favourite: isFavourite }),
      ),
  }
}

function outcomeOf(outcome: z.output<typeof Imported>): Contact | OffhookError {
  if (!('errors' in outcome)) return outcome
  const code = outcome.code in problemStatus ? (outcome.code as keyof typeof problemStatus) : 'invalid'
  return new OffhookError(code, { problems: outcome.errors })
}
