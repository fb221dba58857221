import type { Account } from '@offhook/core'
import { useState } from 'react'
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
import { DoorForm } from './door-form.tsx'
import { useResetCode } from './reset-code.ts'
import { ResetForm } from './reset-form.tsx'
import type { Session } from './session.ts'
import './sign-in.css'

/** The door: e-mail and password where there is a back end, the demo people, and a form for any other exchange. */
export function SignIn({ session }: { session: Session }) {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const { code, forget } = useResetCode()
  const { door } = sessions
  const isReset = code !== undefined && door !== undefined
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
          {!isReset && <p className="soft">{door ? words.welcome : words.lead}</p>}
        </header>
        {isReset ? (
          <Reset account={door} code={code} onBack={forget} />
        ) : (
          <>
            {door && <DoorForm account={door} />}
            {door && <p className="door-or soft small">{words.orDemo}</p>}
            <DemoPeople />
            <Progress session={session} />
            <AccountForm exchange={ownExchange(window.location)} />
          </>
        )}
      </div>
    </main>
  )
}

function Reset({ account, code, onBack }: { account: Account; code: string; onBack: () => void }) {
  const { signIn: words } = useWords()
  const [isSet, setIsSet] = useState(false)
  if (!isSet) return <ResetForm account={account} code={code} onDone={(done) => (done ? setIsSet(true) : onBack())} />
  return (
    <div className="door-form door-sent" data-testid="reset-done" role="status">
      <p>{words.resetDone}</p>
      <Button tone="accent" onClick={onBack}>
        {words.submit}
      </Button>
    </div>
  )
}

function DemoPeople() {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const exchange = ownExchange(window.location)
  return (
    <ul className="sign-in-people" data-small={sessions.door !== undefined}>
      {people.map((person) => (
        <li key={person.user}>
          <button
            type="button"
            className="sign-in-person"
            data-testid={`sign-in-${person.user}`}
            onClick={() => sessions.signInAs(person, demoAccount(person, exchange), 'hand')}
          >
            <Avatar name={person.name} {...(sessions.door ? { size: 2.25 } : { size: 3 })} />
            <span className="sign-in-name">
              <span className="for-ears">{words.as} </span>
              {person.name}
            </span>
            <span className="soft small numbers">{words.extension(person.extension)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** How far the sign-in is, or why it did not succeed; a place of its own, so that nothing moves. */
function Progress({ session }: { session: Session }) {
  const words = useWords()
  const { sessions } = usePage()
  const connection = session.status === 'signing-in' ? session.workspace?.phone.connection : undefined
  return (
    <div className="sign-in-progress" role="alert">
      {session.status === 'signed-out' && session.error && <ErrorNotice code={session.error.code} />}
      {session.status === 'signing-in' && (
        <div className="sign-in-busy">
          {connection ? <LineState connection={connection} /> : <p className="soft">{words.signIn.busy}</p>}
          <Button tone="quiet" onClick={() => sessions.signOut()}>
            {words.cancel}
          </Button>
          {connection && <LineDetail connection={connection} />}
        </div>
      )}
      {session.status === 'signed-out' && !session.error && <p className="soft small">{words.signIn.hint}</p>}
    </div>
  )
}
