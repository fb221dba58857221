import type { Contact } from './contact.ts'
import { createDirectory } from './directory.ts'
import type { Book, ContactSink, ContactSource } from './transport.ts'

export const contact = (uid: string, full: string, more: Partial<Contact> = {}): Contact => ({
  ...{ uid, book: 'personal', kind: 'individual', organizations: [], titles: [], phones: [], emails: [] },
  ...{ name: { full }, readOnly: false, favourite: false },
  ...more,
})
export const withNumber = (uid: string, full: string, number: string, more: Partial<Contact> = {}) =>
  contact(uid, full, { phones: [{ number }], ...more })

export const personal: Book = { id: 'personal', name: 'Personal', kind: 'personal', readOnly: false, held: 'whole' }
export const crm: Book = { id: 'crm', name: 'CRM', kind: 'crm', readOnly: true, held: 'asked' }

/** A source that the test speaks for. */
export function staged(parts: Partial<ContactSource> = {}) {
  let stops = 0
  let sink: ContactSink | undefined
  const source: ContactSource = {
    open(given) {
      sink = given
      return () => void stops++
    },
    ...parts,
  }
  const tell = () => {
    if (sink === undefined) throw new Error('The source was not opened.')
    return sink
  }
  return { source, stops: () => stops, tell }
}

/** A directory whose one source is read. */
export function ready(contacts: readonly Contact[] = [], parts: Partial<ContactSource> = {}, book = personal) {
  const stage = staged(parts)
  const { slice, close } = createDirectory([stage.source])
  stage.tell().books([book])
  stage.tell().contacts(contacts)
  stage.tell().complete()
  return { directory: slice, close, ...stage }
}
export const uids = (contacts: readonly Contact[]) => contacts.map(({ uid }) => uid)
