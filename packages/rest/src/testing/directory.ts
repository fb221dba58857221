import { type Contact, type ContactFields, OffhookError } from '@offhook/core'
import { ContactFields as Fields } from '../contract/directory.ts'
import { type Checked, check } from '../contract/validation.ts'
import type { Answers } from './answers.ts'
import { pageAt } from './paging.ts'
import type { Person } from './person.ts'

const done = { value: undefined }

/** The phonebooks, out of the simulated office. */
export const directoryAnswers: Answers = {
  books: async ({ person }) => ({ value: { items: person.books() } }),
  async contacts({ query, person }) {
    const { book, text, number, favourite, ...page } = query
    if (book !== undefined && !person.books().some(({ id }) => id === book)) throw new OffhookError('not-found')
    const fits = (contact: Contact) =>
      (book === undefined || contact.book === book) &&
      (favourite === undefined || contact.favourite) &&
      (number === undefined || contact.phones.some((phone) => phone.number === number)) &&
      (text === undefined || isFound(contact, text))
    return { value: pageAt([...person.contacts.values()].filter(fits).sort(byName), page, ({ uid }) => uid) }
  },
  async contact({ params, person }) {
    return replyOf(find(person, params.uid))
  },
  async createContact({ params, body, person }) {
    return replyOf(await person.transports.directory.create(params.book, body))
  },
  async importContacts({ params, body, person }) {
    const read = body.items.map((item) => check(Fields, item))
    const good = read.flatMap((one) => (one.ok ? [one.value] : []))
    const outcomes = await person.transports.directory.createMany(params.book, good)
    return { value: { items: inOrder(read, outcomes) } }
  },
  async updateContact({ params, body, person, ifMatch }) {
    const options = ifMatch === undefined ? {} : { etag: ifMatch }
    return replyOf(await person.transports.directory.update(params.uid, body, options))
  },
  async removeContact({ params, person, ifMatch }) {
    await person.transports.directory.remove(params.uid, ifMatch === undefined ? {} : { etag: ifMatch })
    return done
  },
  async star({ params, person }) {
    await person.transports.directory.favourite(params.uid, true)
    return done
  },
  async unstar({ params, person }) {
    await person.transports.directory.favourite(params.uid, false)
    return done
  },
}

/** The favourites, then by name. */
const byName = (a: Contact, b: Contact) =>
  Number(b.favourite) - Number(a.favourite) || (a.name.full < b.name.full ? -1 : 1)

function isFound({ name, organizations, phones }: Contact, text: string): boolean {
  const words = [name.full, ...organizations.map((one) => one.name)].join(' ').toLowerCase().split(/\s+/)
  const wanted = text.toLowerCase().split(/\s+/)
  return (
    wanted.every((part) => words.some((word) => word.startsWith(part))) ||
    phones.some(({ number }) => number.startsWith(text))
  )
}

function find({ contacts }: Person, uid: string): Contact {
  const contact = contacts.get(uid)
  if (contact === undefined) throw new OffhookError('not-found')
  return contact
}

const replyOf = (contact: Contact) => ({ value: contact, ...(contact.etag && { etag: contact.etag }) })

/** What became of each, where only what could be read was sent on. */
function inOrder(read: readonly Checked<ContactFields>[], outcomes: readonly (Contact | OffhookError)[]) {
  let next = 0
  return read.map((one) => {
    if (!one.ok) return { code: 'invalid', errors: [...one.problems] }
    const outcome = outcomes[next++]
    if (outcome === undefined) return { code: 'refused', errors: [] }
    return outcome instanceof OffhookError ? { code: outcome.code, errors: [...outcome.problems] } : outcome
  })
}
