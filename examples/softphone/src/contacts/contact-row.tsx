import type { Contact } from '@offhook/core'
import { Star } from 'lucide-react'
import { formatNumber } from '../dial/format.ts'
import { PersonAvatar } from '../team/presence-dot.tsx'
import { presenceText } from '../team/presence-text.ts'
import { usePresence } from '../team/use-presence.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { mainNumbersOf, numbersOf } from './callee.ts'
import { Marked } from './marked.tsx'
import { NumberButton } from './number-button.tsx'

interface ContactRowProps {
  readonly contact: Contact
  /** What is searched for. */
  readonly wanted: string
  readonly isOpen: boolean
}

/** Somebody in a phonebook: who and how they are, and a way to each kind of number. */
export function ContactRow({ contact, wanted, isOpen }: ContactRowProps) {
  const words = useWords()
  const { view } = useWorkspace()
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

/** The number or company, where it is what was searched for; else how a colleague is, or where somebody works. */
function SecondLine({ contact, wanted }: { contact: Contact; wanted: string }) {
  const words = useWords()
  const { directory } = useWorkspace().phone
  const presence = usePresence(contact.uid)
  const texts = [
    ...numbersOf(contact).map(({ number }) => formatNumber(number)),
    ...contact.organizations.map(({ name }) => name),
  ]
  const found = texts.find((text) => directory.highlight(text, wanted).length > 0)
  const usual = contact.organizations[0]?.name ?? texts[0]
  return (
    <span className="one-line small soft" data-testid="contact-line">
      {found === undefined && presence ? (
        presenceText(presence, words)
      ) : (
        <Marked text={found ?? usual ?? ''} wanted={wanted} />
      )}
    </span>
  )
}
