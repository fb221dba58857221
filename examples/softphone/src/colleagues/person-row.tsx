import { Check, Phone } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import type { Person } from './people.ts'
import './colleagues.css'

interface PersonRowProps {
  readonly person: Person
  /** What a click does, before the name, for ears: "Call". */
  readonly verb?: string
  readonly isChosen?: boolean
  readonly onClick: () => void
  readonly onHover?: () => void
}

/** A person in a list; the whole row is the button. */
export function PersonRow({ person, verb, isChosen, onClick, onHover }: PersonRowProps) {
  const Icon = isChosen === undefined ? Phone : Check
  return (
    <li>
      <button
        type="button"
        className="person"
        aria-pressed={isChosen}
        data-testid={`person-${person.user}`}
        onClick={onClick}
        onPointerEnter={onHover}
      >
        <Avatar name={person.name} size={2.25} />
        <span className="one-line person-name">
          {verb && <span className="for-ears">{verb} </span>}
          {person.name}
        </span>
        <span className="soft numbers">{person.extension}</span>
        <Icon size={18} aria-hidden className="person-act" />
      </button>
    </li>
  )
}
