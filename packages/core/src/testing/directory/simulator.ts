import type { Contact, ContactFields } from '../../directory/contact.ts'
import { contactLimits } from '../../directory/fields.ts'
import type { Book, ContactSink, ContactSource } from '../../directory/transport.ts'
import { OffhookError } from '../../errors.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The phonebooks of a simulated company. */
export interface DirectorySimulator extends Faults {
  /** A window of a person: the books `internal` and `external`, and a `personal` one that is theirs alone. */
  join(person: string): ContactSource
  /** What the company adds to a book, or changes in it. */
  publish(book: 'internal' | 'external', contacts: readonly SimulatedContact[]): void
}

/** A contact the company keeps. */
export type SimulatedContact = ContactFields & { readonly uid: string }

const books: readonly Book[] = [
  { id: 'internal', name: 'Colleagues', kind: 'internal', readOnly: true, held: 'whole' },
  { id: 'external', name: 'Company', kind: 'external', readOnly: true, held: 'whole' },
  { id: 'personal', name: 'Personal', kind: 'personal', readOnly: false, held: 'whole' },
]

interface Stored {
  readonly uid: string
  readonly book: string
  /** Whose it is; absent: everybody's. */
  readonly owner?: string
  readonly fields: ContactFields
  readonly version: number
}

/** Simulates phonebooks: two of the company and one of each person. */
export function simulateDirectory(): DirectorySimulator {
  const { open, tell, pass, faults } = createLines<ContactSink>()
  const stored = new Map<string, Stored>()
  const stars = new Set<string>()
  const people = new Set<string>()
  let born = 0

  const bringAll = (person: string, sink: ContactSink) => {
    sink.begin()
    sink.books(books)
    sink.contacts([...stored.values()].filter((one) => canSee(person, one)).map((one) => seenBy(person, one)))
    sink.complete()
  }

  const canSee = (person: string, { owner }: Stored) => owner === undefined || owner === person
  const seenBy = (person: string, { uid, book, owner, fields, version }: Stored): Contact => ({
    ...{ kind: 'individual', organizations: [], titles: [], phones: [], emails: [], ...fields, uid, book },
    readOnly: owner === undefined,
    favourite: stars.has(`${person} ${uid}`),
    etag: `"${version}"`,
  })

  const find = (person: string, uid: string): Stored => {
    const found = stored.get(uid)
    if (found === undefined || !canSee(person, found)) throw new OffhookError('not-found')
    return found
  }
  const writable = (person: string, uid: string, etag: string | undefined): Stored => {
    const found = find(person, uid)
    if (found.owner === undefined) throw new OffhookError('not-allowed')
    if (etag !== undefined && etag !== `"${found.version}"`) {
      // who is behind is told what they missed
      tell(person, (sink) => sink.contacts([seenBy(person, found)]))
      throw new OffhookError('conflict')
    }
    return found
  }

  const write = (person: string, next: Stored): Contact => {
    const problem = problemOf(next.fields)
    if (problem !== undefined) throw new OffhookError('invalid', { problems: [problem] })
    stored.set(next.uid, next)
    const contact = seenBy(person, next)
    tell(person, (sink) => sink.contacts([contact]))
    return contact
  }
  const create = (person: string, book: string, fields: ContactFields): Contact => {
    if (book !== 'personal') throw new OffhookError(books.some(({ id }) => id === book) ? 'not-allowed' : 'not-found')
    return write(person, { uid: `contact-${++born}`, book, owner: person, fields, version: 1 })
  }

  return {
    ...faults,
    publish(book, contacts) {
      for (const { uid, ...fields } of contacts) {
        const version = (stored.get(uid)?.version ?? 0) + 1
        const next = { uid, book, fields, version }
        stored.set(uid, next)
      }
      const uids = new Set(contacts.map(({ uid }) => uid))
      const changed = [...stored.values()].filter(({ uid }) => uids.has(uid))
      // favourites differ from person to person, and so does what they are told
      for (const person of people) tell(person, (sink) => sink.contacts(changed.map((one) => seenBy(person, one))))
    },
    join(person) {
      people.add(person)
      return {
        open: (sink) => open({ person, sink, refresh: () => bringAll(person, sink) }),
        create: (book, fields) => pass(person, () => create(person, book, fields)),
        createMany: (book, contacts) =>
          pass(person, () => contacts.map((fields) => outcome(() => create(person, book, fields)))),
        update: (uid, fields, { etag }) =>
          pass(person, () => {
            const before = writable(person, uid, etag)
            return write(person, { ...before, fields, version: before.version + 1 })
          }),
        remove: (uid, { etag }) =>
          pass(person, () => {
            stored.delete(writable(person, uid, etag).uid)
            tell(person, (sink) => sink.removed([uid]))
          }),
        favourite: (uid, isFavourite) =>
          pass(person, () => {
            const found = find(person, uid)
            if (isFavourite) stars.add(`${person} ${uid}`)
            else stars.delete(`${person} ${uid}`)
            tell(person, (sink) => sink.contacts([seenBy(person, found)]))
          }),
      }
    },
  }
}

function problemOf({ name }: ContactFields) {
  const { full } = name
  if (full === '') return { pointer: '/name/full', code: 'required', detail: 'A contact has a name.' }
  if (full.length <= contactLimits.name) return undefined
  return { pointer: '/name/full', code: 'too-long', detail: `At most ${contactLimits.name} characters.` }
}

function outcome(create: () => Contact): Contact | OffhookError {
  try {
    return create()
  } catch (error) {
    if (error instanceof OffhookError) return error
    throw error
  }
}
