import type { Contact, ContactPhone } from '@offhook/core'
import { Mail, Pencil, Phone, Smartphone, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../design/button.tsx'
import { formatNumber } from '../dial/format.ts'
import { PersonAvatar } from '../team/presence-dot.tsx'
import { presenceText } from '../team/presence-text.ts'
import { usePresence } from '../team/use-presence.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { kindOf } from './draft.ts'

/** Everything that is known of somebody, and every way to reach them. */
export function ContactCard({ contact }: { contact: Contact }) {
  const { uid, name, phones, emails, note } = contact
  return (
    <article className="card contact-card" data-testid="contact-card">
      <CardHead contact={contact} />
      <ul className="contact-ways">
        {phones.map((phone) => (
          <PhoneWay key={phone.number} phone={phone} name={name.full} />
        ))}
        {emails.map(({ address }) => (
          <li key={address}>
            <a className="contact-way" href={`mailto:${address}`}>
              <Mail size={18} aria-hidden />
              <span className="one-line">{address}</span>
            </a>
          </li>
        ))}
      </ul>
      {note !== undefined && <p className="contact-note soft">{note}</p>}
      {!contact.readOnly && <CardWays key={uid} contact={contact} />}
    </article>
  )
}

function CardHead({ contact }: { contact: Contact }) {
  const words = useWords()
  const { phone, attempt } = useWorkspace()
  const { uid, name, favourite, organizations, titles, photo } = contact
  const presence = usePresence(uid)
  const work = [titles[0], organizations[0]?.name].filter((part) => part !== undefined).join(' · ')
  return (
    <header className="contact-card-head">
      <PersonAvatar uid={uid} name={name.full} photo={photo} size={4} />
      <div>
        <h2 className="contact-card-name">
          <bdi>{name.full}</bdi>
        </h2>
        {work !== '' && <p className="soft">{work}</p>}
        {presence && <p className="small soft">{presenceText(presence, words)}</p>}
      </div>
      <IconButton
        icon={Star}
        className="star"
        data-testid="favourite"
        data-on={favourite}
        aria-pressed={favourite}
        label={words.contacts.favourite}
        onClick={() => attempt(() => phone.directory.favourite(contact, !favourite))}
      />
    </header>
  )
}

function PhoneWay({ phone, name }: { phone: ContactPhone; name: string }) {
  const { contacts } = useWords()
  const { call, warm } = useWorkspace()
  const kind = kindOf(phone)
  const Icon = kind === 'mobile' ? Smartphone : Phone
  const written = formatNumber(phone.number)
  return (
    <li>
      <button
        type="button"
        className="contact-way"
        data-testid={`call-${kind}`}
        onPointerEnter={warm}
        onClick={() => call(phone.number)}
      >
        <Icon size={18} aria-hidden className="way-icon" />
        <span className="for-ears">{contacts.call(name)}</span>
        <span className="numbers">{written}</span>
        <span className="soft small">{phone.label ?? contacts.numberKinds[kind]}</span>
      </button>
    </li>
  )
}

/** To change it, or to take it away after one more question. */
function CardWays({ contact }: { contact: Contact }) {
  const { contacts, cancel } = useWords()
  const { phone, attempt, view } = useWorkspace()
  const [isAsked, setIsAsked] = useState(false)
  const remove = () =>
    attempt(async () => {
      await phone.directory.remove(contact)
      view.toContact(undefined)
    })
  if (isAsked) {
    return (
      <div className="card-ways" role="alertdialog" aria-label={contacts.sure(contact.name.full)}>
        <p>{contacts.sure(contact.name.full)}</p>
        <Button tone="bad" icon={Trash2} data-testid="delete-really" onClick={remove}>
          {contacts.remove}
        </Button>
        <Button autoFocus onClick={() => setIsAsked(false)}>
          {cancel}
        </Button>
      </div>
    )
  }
  return (
    <div className="card-ways">
      <Button icon={Pencil} data-testid="edit" onClick={() => view.toContact({ how: 'edit', uid: contact.uid })}>
        {contacts.edit}
      </Button>
      <Button icon={Trash2} data-testid="delete" onClick={() => setIsAsked(true)}>
        {contacts.remove}
      </Button>
    </div>
  )
}
