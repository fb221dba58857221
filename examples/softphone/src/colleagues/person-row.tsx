import { Check, Phone, Smartphone } from 'lucide-react'
import type { Callee } from '../contacts/callee.ts'
import { kindOf } from '../contacts/draft.ts'
import { Marked } from '../contacts/marked.tsx'
import { formatNumber } from '../dial/format.ts'
import { PersonAvatar } from '../team/presence-dot.tsx'
import { personWith } from './people.ts'
import './colleagues.css'

interface PersonRowProps {
  readonly callee: Callee
  /** What a click does, before the name, for ears: "Call". */
  readonly verb?: string
  /** What is searched for. */
  readonly wanted?: string
  readonly isChosen?: boolean
  /** Whether it is whom the Enter key takes. */
  readonly isFirst?: boolean
  readonly onClick: () => void
  readonly onHover?: () => void
}

/** Somebody at one of their numbers; the whole row is the button. */
export function PersonRow({ callee, verb, wanted = '', isChosen, isFirst, onClick, onHover }: PersonRowProps) {
  const { contact, phone } = callee
  const isMobile = kindOf(phone) === 'mobile'
  const Icon = isChosen === undefined ? (isMobile ? Smartphone : Phone) : Check
  const { full } = contact.name
  return (
    <li>
      <button
        type="button"
        className="person"
        aria-pressed={isChosen}
        data-first={isFirst}
        data-testid={`person-${personWith(phone.number)?.user ?? contact.uid}`}
        data-kind={kindOf(phone)}
        onClick={onClick}
        onPointerEnter={onHover}
      >
        <PersonAvatar uid={contact.uid} name={full} photo={contact.photo} size={2.25} />
        <span className="one-line person-name">
          {verb && <span className="for-ears">{verb} </span>}
          <Marked text={full} wanted={wanted} />
        </span>
        <span className="soft numbers">{formatNumber(phone.number)}</span>
        <Icon size={18} aria-hidden className="person-act" />
      </button>
    </li>
  )
}
