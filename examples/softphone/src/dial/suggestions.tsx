import type { DialpadSnapshot } from '@offhook/core'
import type { Person } from '../colleagues/people.ts'
import { Avatar } from '../design/avatar.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { choiceOf } from './choice.ts'
import { formatNumber } from './format.ts'

const most = 3

/** Whom the text may be, or what will be dialled; always the same height, whatever there is to say. */
export function Suggestions({ now, onCall }: { now: DialpadSnapshot<Person>; onCall: (number: string) => void }) {
  const words = useWords()
  const { warm } = useWorkspace()
  const chosen = choiceOf(now)?.person
  if (now.matches.length === 0) {
    return (
      <p className="suggestions soft small" role="status">
        {sentenceOf(now, words)}
      </p>
    )
  }
  return (
    <ul className="suggestions" aria-label={words.dial.suggestions}>
      {now.matches.slice(0, most).map((person) => (
        <li key={person.user}>
          <button
            type="button"
            className="suggestion"
            data-chosen={person === chosen}
            onPointerEnter={warm}
            onClick={() => onCall(person.extension)}
          >
            <Avatar name={person.name} size={1.5} />
            <span>
              <span className="for-ears">{words.dial.to} </span>
              {person.name.split(' ')[0]}
            </span>{' '}
            <span className="soft numbers">{person.extension}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function sentenceOf({ text, target }: DialpadSnapshot<Person>, { dial }: Words): string {
  if (text === '') return dial.hint
  if (target === undefined) return /\p{L}/u.test(text) ? dial.nobody : dial.notYet
  return dial.willDial(formatNumber(target.dial))
}
