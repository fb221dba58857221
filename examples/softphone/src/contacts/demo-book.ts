import type { Contact, ContactSource } from '@offhook/core'
import { people } from '../colleagues/people.ts'

const book = 'internal'

const contacts: readonly Contact[] = people.map(({ user, name, extension }) => ({
  ...{ uid: user, book, kind: 'individual', name: { full: name }, readOnly: true, favourite: false },
  ...{ organizations: [], titles: [], emails: [], phones: [{ number: extension, contexts: ['work'] }] },
}))

/** The people of the demo as a phonebook, for an exchange that has none. */
export const demoBook: ContactSource = {
  open(sink) {
    sink.begin()
    sink.books([{ id: book, name: 'Demo', kind: 'internal', readOnly: true, held: 'whole' }])
    sink.contacts(contacts)
    sink.complete()
    return () => {}
  },
}
