import type {
  AccountTransport,
  Book,
  CallerIdList,
  Contact,
  ContactSource,
  ForwardingDocument,
  HistoryTransport,
  PersonPresence,
  Profile,
  RingSettings,
} from '@offhook/core'
import type { Office } from '@offhook/core/testing'
import type { Log } from './log.ts'

/** What the server knows of one person, and how it carries out what they ask. */
export interface Person {
  readonly id: string
  profile(): Profile
  readonly team: ReadonlyMap<string, PersonPresence>
  readonly books: () => readonly Book[]
  readonly contacts: ReadonlyMap<string, Contact>
  missed(): number
  readonly forwarding: Versioned<ForwardingDocument>
  readonly settings: Versioned<RingSettings>
  readonly callerIds: Versioned<CallerIdList>
  readonly profiles: Versioned<Profile>
  readonly transports: Transports
  readonly log: Log
}

/** The ways into the office of one person. */
export type Transports = ReturnType<typeof join>

/** A document and its version. */
export interface Versioned<Value> {
  value(): Value
  etag(): string
}

const join = (office: Office, id: string) => ({
  account: office.account.join(id, { signedIn: true }) as AccountTransport,
  presence: office.presence.join(id),
  directory: office.directory.join(id) as Required<
    Pick<ContactSource, 'create' | 'createMany' | 'update' | 'remove' | 'favourite'>
  > &
    ContactSource,
  history: office.history.join(id) as HistoryTransport,
  forwarding: office.forwarding.join(id),
  settings: office.settings.join(id),
  callerIds: office.callerIds.join(id),
})

/** Opens every window of a person at the office and writes what it tells into their log. */
export async function openPerson(office: Office, id: string, log: Log): Promise<Person> {
  const transports = join(office, id)
  const profiles = versioned<Profile>()
  const forwarding = versioned<ForwardingDocument>()
  const settings = versioned<RingSettings>()
  const callerIds = versioned<CallerIdList>()
  const directory = openDirectory(transports.directory, log)
  const team = openPresence(transports.presence, log)
  const missed = openHistory(transports.history, log)

  transports.account.open({
    signal(news) {
      if (!('profile' in news)) return
      const isFirst = !profiles.isKnown()
      profiles.set(news.profile)
      if (!isFirst) log.tell('profile.updated', news.profile, { etag: profiles.etag() })
    },
  })
  transports.forwarding.open({
    value: (next) => next && log.tell('forwarding.updated', forwarding.set(next), { etag: forwarding.etag() }),
  })
  transports.settings.open({
    value: (next) => next && log.tell('settings.updated', settings.set(next), { etag: settings.etag() }),
  })
  transports.callerIds.open({
    value: (next) => next && log.tell('caller-ids.updated', callerIds.set(next), {}),
  })
  // a window is told everything one turn after it was opened
  await new Promise((resolve) => void setTimeout(resolve, 0))
  return {
    id,
    log,
    transports,
    profile: profiles.value,
    profiles,
    forwarding,
    settings,
    callerIds,
    missed,
    team,
    ...directory,
  }
}

function versioned<Value>() {
  let now: Value | undefined
  let version = 0
  return {
    isKnown: () => now !== undefined,
    value(): Value {
      if (now === undefined) throw new Error('The office has not told this yet.')
      return now
    },
    etag: () => `"${version}"`,
    set(next: Value): Value {
      version++
      now = next
      return next
    },
  }
}

function openPresence(transport: Transports['presence'], log: Log): ReadonlyMap<string, PersonPresence> {
  const team = new Map<string, PersonPresence>()
  const put = (person: PersonPresence) => {
    team.set(person.id, person)
    log.tell('presence.updated', person, { subject: person.id })
  }
  const gone = (id: string) => {
    team.delete(id)
    log.tell('presence.removed', { id }, { subject: id })
  }
  transport.open({
    team(people) {
      const here = new Set(people.map(({ id }) => id))
      people.forEach(put)
      for (const id of [...team.keys()]) if (!here.has(id)) gone(id)
    },
    changed: put,
    gone,
  })
  return team
}

function openHistory(transport: HistoryTransport, log: Log): () => number {
  let unseen = 0
  transport.open({
    added: (record) => log.tell('record.added', record, { subject: record.id }),
    removed: (ids) => log.tell('records.removed', { ids }, {}),
    missed(count = 0, seenUntil) {
      unseen = count
      log.tell('missed.updated', { unseen, ...(seenUntil === undefined ? {} : { seenUntil }) }, {})
    },
    reset: () => log.forget(),
  })
  return () => unseen
}

function openDirectory(transport: ContactSource, log: Log): Pick<Person, 'books' | 'contacts'> {
  const contacts = new Map<string, Contact>()
  let books: readonly Book[] = []
  let brought: Set<string> | undefined
  const removed = (uids: readonly string[]) => {
    for (const uid of uids) contacts.delete(uid)
    if (uids.length > 0) log.tell('contacts.removed', { uids }, {})
  }
  transport.open({
    books(next) {
      const isGone = books.some(({ id }) => !next.some((book) => book.id === id))
      books = next
      if (isGone) log.forget()
      else for (const book of books) log.tell('book.updated', book, { subject: book.id })
    },
    contacts(changed) {
      for (const contact of changed) {
        contacts.set(contact.uid, contact)
        brought?.add(contact.uid)
        log.tell('contact.updated', contact, { subject: contact.uid, ...(contact.etag && { etag: contact.etag }) })
      }
    },
    removed,
    begin() {
      brought = new Set()
    },
    complete() {
      const here = brought ?? new Set(contacts.keys())
      brought = undefined
      removed([...contacts.keys()].filter((uid) => !here.has(uid)))
    },
    failed: () => {},
  })
  return { books: () => books, contacts }
}
