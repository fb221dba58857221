import { people } from '../colleagues/people.ts'
import { LineDetail, LineState } from '../connection/line-state.tsx'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { iconUrl } from '../design/icon.ts'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { LanguageChoice, ThemeButton } from '../preferences/choices.tsx'
import { usePage, useWords } from '../workspace/context.ts'
import { demoAccount, ownExchange } from './account.ts'
import { AccountForm } from './account-form.tsx'
import type { Session } from './session.ts'
import './sign-in.css'

/** The door: four demo people, and a form for anybody else. */
export function SignIn({ session }: { session: Session }) {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const exchange = ownExchange(window.location)
  return (
    <main className="sign-in">
      <div className="sign-in-tools">
        <LanguageChoice />
        <ThemeButton />
      </div>
      <div className="sign-in-card">
        <header>
          <img src={iconUrl()} width="40" height="40" alt="" />
          <h1>Offhook</h1>
          <p className="soft">{words.lead}</p>
        </header>
        <ul className="sign-in-people">
          {people.map((person) => (
            <li key={person.user}>
              <button
                type="button"
                className="sign-in-person"
                data-testid={`sign-in-${person.user}`}
                onClick={() => sessions.signIn(demoAccount(person, exchange), 'hand')}
              >
                <Avatar name={person.name} size={3} />
                <span className="sign-in-name">
                  <span className="for-ears">{words.as} </span>
                  {person.name}
                </span>
                <span className="soft small numbers">{words.extension(person.extension)}</span>
              </button>
            </li>
          ))}
        </ul>
        <Progress session={session} />
        <AccountForm exchange={exchange} />
      </div>
    </main>
  )
}

/** How far the sign-in is, or why it did not succeed; a place of its own, so that nothing moves. */
function Progress({ session }: { session: Session }) {
  const words = useWords()
  const { sessions } = usePage()
  return (
    <div className="sign-in-progress" role="alert">
      {session.status === 'signed-out' && session.error && <ErrorNotice code={session.error.code} />}
      {session.status === 'signing-in' && (
        <div className="sign-in-busy">
          <LineState connection={session.workspace.phone.connection} />
          <Button tone="quiet" onClick={sessions.signOut}>
            {words.cancel}
          </Button>
          <LineDetail connection={session.workspace.phone.connection} />
        </div>
      )}
      {session.status === 'signed-out' && !session.error && <p className="soft small">{words.signIn.hint}</p>}
    </div>
  )
}
