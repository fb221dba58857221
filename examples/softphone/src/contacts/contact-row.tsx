import type { Contact } from '@offhook/core'
import { Star } from 'lucide-react'
import { useMemo } from 'react'
import { PersonAvatar } from '../team/presence-dot.tsx'
import { presenceText } from '../team/presence-text.ts'
import { usePresence } from '../team/use-presence.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { mainNumbersOf, numbersOf } from './callee.ts'
import { Marked, MarkedNumber } from './marked.tsx'
import { NumberButton } from './number-button.tsx'

interface ContactRowProps {
  readonly contact: Contact
  /** What is searched for. */
  readonly wanted: string
  readonly isOpen: boolean
}

/** Somebody in a phonebook: who and how they are, and a way to each kind of number. */
export function ContactRow({ contact: listed, wanted, isOpen }: ContactRowProps) {
  const words = useWords()
  const { phone, view } = useWorkspace()
  const { directory } = phone
  // what changes of a contact is in sight at once, wherever it was changed
  const contact = useReadable(useMemo(() => directory.of(listed.uid), [directory, listed.uid])) ?? listed
  const { uid, name, favourite } = contact
  return (
    <li className="contact" data-testid="contact" data-name={name.full} data-favourite={favourite} data-open={isOpen}>
      <button
        type="button"
        className="contact-open"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => view.toContact({ how: 'look', uid })}
      >
        <PersonAvatar uid={uid} name={name.full} photo={contact.photo} size={2.25} />
        <span className="contact-who">
          <span className="contact-name">
            <bdi className="one-line">
              <Marked text={name.full} wanted={wanted} />
            </bdi>
            {favourite && <Star size={13} className="star" data-on="true" aria-label={words.contacts.favourite} />}
          </span>
          <SecondLine contact={contact} wanted={wanted} />
        </span>
      </button>
      {mainNumbersOf(contact).map((one) => (
        <NumberButton key={one.number} name={name.full} phone={one} />
      ))}
    </li>
  )
}

/** The number, where it is what was searched for; else how a colleague is, or where somebody works. */
function SecondLine({ contact, wanted }: { contact: Contact; wanted: string }) {
  const words = useWords()
  const presence = usePresence(contact.uid)
  const isNumber = /^[\s+\d().-]*\d[\s\d().-]*$/.test(wanted)
  const [first] = numbersOf(contact)
  const company = contact.organizations[0]?.name
  return (
    <span className="one-line small soft" data-testid="contact-line">
      {isNumber && first ? (
        <MarkedNumber number={first.number} wanted={wanted} />
      ) : presence ? (
        presenceText(presence, words)
      ) : company ? (
        <Marked text={company} wanted={wanted} />
      ) : (
        first && <MarkedNumber number={first.number} wanted={wanted} />
      )}
    </span>
  )
}
