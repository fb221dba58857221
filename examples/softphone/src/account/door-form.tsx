import type { Account, Credentials, SignInMethods } from '@offhook/core'
import { LogIn } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { useSaving } from '../profile/problems.ts'
import { usePage, useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { ForgottenForm } from './forgotten-form.tsx'
import { MicrosoftMark } from './microsoft-mark.tsx'

/** Signs in at the back end: by password, or with somebody else who says who one is. */
export function DoorForm({ account }: { account: Account }) {
  const { methods } = useReadable(account)
  const [isForgotten, setIsForgotten] = useState(false)
  const [email, setEmail] = useState('')
  if (isForgotten) return <ForgottenForm account={account} email={email} onBack={() => setIsForgotten(false)} />
  return (
    <div className="door">
      {methods?.password !== false && (
        <PasswordForm
          email={email}
          onEmail={setEmail}
          onForgotten={methods?.reset ? () => setIsForgotten(true) : undefined}
        />
      )}
      {methods && methods.providers.length > 0 && <Providers methods={methods} />}
    </div>
  )
}

interface PasswordFormProps {
  readonly email: string
  readonly onEmail: (email: string) => void
  readonly onForgotten: (() => void) | undefined
}

function PasswordForm({ email, onEmail, onForgotten }: PasswordFormProps) {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const [password, setPassword] = useState('')
  const { run, error, isSaving } = useSaving()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(() => sessions.signIn({ email: email.trim(), password }))
  }
  return (
    <form className="door-form" data-testid="door" onSubmit={submit}>
      <FormField
        label={words.email}
        type="email"
        data-testid="email"
        autoComplete="username"
        value={email}
        onChange={({ target }) => onEmail(target.value)}
      />
      <FormField
        label={words.password}
        type="password"
        data-testid="password"
        autoComplete="current-password"
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <div role="alert">{error && <ErrorNotice code={error.code} />}</div>
      <Button
        type="submit"
        tone="accent"
        data-testid="enter"
        isIdle={isSaving || email.trim() === '' || password === ''}
      >
        {isSaving ? words.busy : words.submit}
      </Button>
      {onForgotten && (
        <Button tone="quiet" data-testid="forgotten" onClick={onForgotten}>
          {words.forgotten}
        </Button>
      )}
    </form>
  )
}

/** Everybody else who may say who one is, by the name that stands on their button. */
function Providers({ methods: { password, providers } }: { methods: SignInMethods }) {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const { run, error, isSaving } = useSaving()
  const enter = (credentials: Credentials) => () => run(() => sessions.signIn(credentials))
  return (
    <div className="door-providers">
      {password && <p className="door-or soft small">{words.or}</p>}
      {providers.map(({ id, name }) => (
        <Button key={id} data-testid={`provider-${id}`} isIdle={isSaving} onClick={enter({ provider: id })}>
          {/microsoft|entra/i.test(name) ? <MicrosoftMark /> : <LogIn size={18} aria-hidden />}
          {words.with(name)}
        </Button>
      ))}
      <div role="alert">{error && <ErrorNotice code={error.code} />}</div>
    </div>
  )
}
