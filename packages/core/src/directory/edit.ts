import { OffhookError, toOffhookError } from '../errors.ts'
import type { NumberPlan } from '../kernel/number-plan.ts'
import { handled } from '../kernel/promise.ts'
import type { Contact, ContactFields } from './contact.ts'
import { addMany, type CreateManyOptions, type ImportReport } from './create-many.ts'
import { tidied } from './fields.ts'
import type { Holdings } from './holdings.ts'
import type { HasRemote } from './match.ts'
import type { LiveSource } from './source.ts'
import type { Book, ContactSource } from './transport.ts'

/** What can be done to contacts. Each command throws `invalid` for what cannot be written, and `unsupported` where nothing can. */
export interface Editing {
  /** Adds a contact, by default to the own phonebook; numbers are made international where that is certain. */
  create(fields: ContactFields, options?: { readonly book?: string }): Promise<Contact>
  /** Adds the other side of a call, or of a record of the history; `fields` says more, or better. As `create`. */
  createFrom(from: Met, fields?: Partial<ContactFields>): Promise<Contact>
  /** Writes a contact anew; rejects with `conflict` when it was changed since `contact` was read. */
  update(contact: Contact, fields: ContactFields): Promise<Contact>
  /** Takes a contact away; rejects with `conflict` when it was changed since it was read. */
  remove(contact: Contact): Promise<void>
  /** Stars a contact of any phonebook, or takes the star away. */
  favourite(contact: Pick<Contact, 'uid'>, isFavourite?: boolean): Promise<void>
  /** Adds many, each by itself: what cannot be added is in the report and keeps nothing else back. */
  createMany(contacts: readonly ContactFields[], options?: CreateManyOptions): Promise<ImportReport>
}

/** A call, or a record of one: somebody with a name or a number was on the other side. */
export type Met =
  | HasRemote
  | { readonly direction: 'incoming' | 'outgoing'; readonly from: MetParty; readonly to: MetParty }

/** Somebody who was met in a call. */
export interface MetParty {
  readonly name?: string
  readonly number?: string
}

/** What editing needs of the directory. */
export interface EditingWorld {
  readonly holdings: Holdings
  readonly numbers: NumberPlan
  readonly live: ReadonlySet<LiveSource>
  isClosed(): boolean
  changed(): void
}

export function createEditing({ holdings, numbers, live, isClosed, changed }: EditingWorld): Editing {
  const sourceOf = (book: string | undefined): ContactSource | undefined =>
    [...live].find((one) => one.books().some(({ id }) => id === book))?.source

  const can = <Name extends keyof ContactSource>(book: string | undefined, name: Name): Place<Name> => {
    if (isClosed()) throw new OffhookError('closed')
    const source = sourceOf(book)
    // whose book it is is not told: to everybody else it is not there
    if (book !== undefined && source === undefined) throw new OffhookError('not-found')
    if (book === undefined || source?.[name] === undefined) throw new OffhookError('unsupported')
    // the line above saw that it is there, which does not narrow a type parameter
    return { book, source: source as Place<Name>['source'] }
  }

  // what a source still has to say is older than what a command brought about
  const settleAll = () => {
    for (const one of live) one.settle()
  }
  const keepAll = (contacts: readonly Contact[]) => {
    settleAll()
    holdings.put(contacts)
    changed()
  }
  const keep = (contact: Contact) => {
    keepAll([contact])
    return contact
  }
  const held = (uid: string) => {
    const contact = holdings.rows.get(uid)
    if (contact === undefined) throw new OffhookError('not-found')
    return contact
  }
  const based = ({ etag }: Contact) => (etag === undefined ? {} : { etag })

  const addSome = async ({ book, source }: Place<'create'>, contacts: readonly ContactFields[]) => {
    if (contacts.length === 0) return []
    if (source.createMany !== undefined) return source.createMany(book, contacts)
    return Promise.all(contacts.map((fields) => source.create(book, fields).catch((error) => toOffhookError(error))))
  }
  const ownBook = () =>
    [...live]
      .flatMap((one) => one.books())
      .sort(personalFirst)
      .find(({ readOnly }) => !readOnly)?.id

  const create: Editing['create'] = (fields, { book = ownBook() } = {}) => {
    const place = can(book, 'create')
    const tidy = tidied(fields, numbers)
    return settled(place.source.create(place.book, tidy).then(keep))
  }

  return {
    create,
    createFrom: (from, fields = {}) => create({ ...draftOf(partyOf(from)), ...fields }),
    update(contact, fields) {
      const { source } = can(contact.book, 'update')
      return settled(source.update(contact.uid, tidied(fields, numbers), based(contact)).then(keep))
    },
    remove(contact) {
      const { source } = can(contact.book, 'remove')
      const gone = () => {
        settleAll()
        holdings.remove([contact.uid])
        changed()
      }
      return settled(source.remove(contact.uid, based(contact)).then(gone))
    },
    favourite({ uid }, isFavourite = true) {
      const { source } = can(held(uid).book, 'favourite')
      const starred = () => void keep({ ...held(uid), favourite: isFavourite })
      return settled(source.favourite(uid, isFavourite).then(starred))
    },
    createMany(contacts, options = {}) {
      const place = can(options.book ?? ownBook(), 'create')
      const add = (some: readonly ContactFields[]) => addSome(place, some)
      return settled(addMany({ numbers, add, keep: keepAll }, contacts, options))
    },
  }
}

/** A source that can do what is asked, and the book it is asked for. */
interface Place<Name extends keyof ContactSource> {
  readonly book: string
  readonly source: ContactSource & Required<Pick<ContactSource, Name>>
}

function partyOf(met: Met): MetParty {
  if ('getSnapshot' in met) return met.getSnapshot().remote
  return met.direction === 'incoming' ? met.from : met.to
}

const draftOf = ({ name, number }: MetParty): ContactFields => ({
  name: { full: name ?? number ?? '' },
  ...(number === undefined ? {} : { phones: [{ number }] }),
})

const personalFirst = (a: Book, b: Book) => Number(b.kind === 'personal') - Number(a.kind === 'personal')

function settled<T>(promise: Promise<T>): Promise<T> {
  const failed = (thrown: unknown): never => {
    throw toOffhookError(thrown)
  }
  return handled(promise.catch(failed))
}
