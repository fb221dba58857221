import type { Contact, DialpadSnapshot } from '@offhook/core'
import { PersonRow } from '../colleagues/person-row.tsx'
import { calleesOf, numbersOf } from '../contacts/callee.ts'
import { kindOf } from '../contacts/draft.ts'
import { Avatar } from '../design/avatar.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { choiceOf } from './choice.ts'
import { formatNumber } from './format.ts'

const most = 3

interface SuggestionsProps {
  readonly now: DialpadSnapshot<Contact>
  readonly onCall: (number: string) => void
}

/** Whom the digits may be, or what will be dialled; always the same height, whatever there is to say. */
export function Suggestions({ now, onCall }: SuggestionsProps) {
  const words = useWords()
  const { warm } = useWorkspace()
  const chosen = choiceOf(now)?.contact
  if (now.matches.length === 0 || isName(now.text)) {
    return (
      <p className="suggestions soft small" role="status">
        {sentenceOf(now, words)}
      </p>
    )
  }
  return (
    <ul className="suggestions" aria-label={words.dial.suggestions}>
      {now.matches.slice(0, most).map((contact) => {
        const [phone] = numbersOf(contact)
        return (
          phone && (
            <li key={contact.uid}>
              <button
                type="button"
                className="suggestion"
                data-chosen={contact === chosen}
                onPointerEnter={warm}
                onClick={() => onCall(phone.number)}
              >
                <Avatar name={contact.name.full} size={1.5} />
                <span>
                  <span className="for-ears">{words.dial.to} </span>
                  {contact.name.full.split(' ')[0]}
                </span>{' '}
                <span className="soft numbers">{formatNumber(phone.number)}</span>
              </button>
            </li>
          )
        )
      })}
    </ul>
  )
}

const isName = (text: string) => /\p{L}/u.test(text)

const mostFound = 8

/** Everybody a name may be, at each of their numbers: over the keys, which nobody presses who types a name. */
export function FoundPeople({ now, onCall }: SuggestionsProps) {
  const words = useWords()
  const { warm } = useWorkspace()
  if (!isName(now.text) || now.matches.length === 0) return null
  const first = choiceOf(now)
  return (
    <ul className="found-people" aria-label={words.dial.suggestions} data-testid="found-people">
      {calleesOf(now.matches)
        .slice(0, mostFound)
        .map((callee) => (
          <PersonRow
            key={`${callee.contact.uid} ${callee.phone.number}`}
            callee={callee}
            verb={words.contacts.callKind(words.contacts.numberKinds[kindOf(callee.phone)])}
            wanted={now.text}
            isFirst={callee.phone.number === first?.number}
            onClick={() => onCall(callee.phone.number)}
            onHover={warm}
          />
        ))}
    </ul>
  )
}

function sentenceOf({ text, target, matches }: DialpadSnapshot<Contact>, { dial }: Words): string {
  if (text === '') return dial.hint
  if (matches.length > 0) return dial.found(matches.length)
  if (target === undefined) return isName(text) ? dial.nobody : dial.notYet
  return dial.willDial(formatNumber(target.dial))
}
