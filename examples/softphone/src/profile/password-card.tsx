import type { Account } from '@offhook/core'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { usePage, useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { useSaving } from './problems.ts'

const empty = { from: '', to: '' }

/** Another password, and the way out of every device. */
export function PasswordCard({ account }: { account: Account }) {
  const { password } = useWords()
  const { sessions } = usePage()
  return (
    <section className="card" data-testid="password-card">
      <h3>{password.title}</h3>
      <PasswordForm account={account} />
      <hr className="card-line" />
      <p className="soft">{password.everywhereLead}</p>
      <div className="card-ways">
        <Button data-testid="sign-out-everywhere" onClick={() => sessions.signOut({ everywhere: true })}>
          {password.everywhere}
        </Button>
      </div>
    </section>
  )
}

function PasswordForm({ account }: { account: Account }) {
  const { password: words } = useWords()
  const [passwords, setPasswords] = useState(empty)
  const [isDone, setIsDone] = useState(false)
  const { run, error, isSaving, problemOf } = useSaving()
  const now = useReadable(account)
  // for whoever keeps passwords: whose this is
  const email = 'profile' in now ? (now.profile?.email ?? '') : ''
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const isAccepted = await run(() => account.changePassword(passwords))
    setIsDone(isAccepted)
    if (isAccepted) setPasswords(empty)
  }
  const bind = (name: keyof typeof empty) => ({
    type: 'password',
    value: passwords[name],
    onChange: ({ target }: { target: HTMLInputElement }) => setPasswords({ ...passwords, [name]: target.value }),
  })
  return (
    <form className="profile-form" onSubmit={submit}>
      <input type="text" autoComplete="username" value={email} hidden readOnly />
      <FormField
        {...bind('from')}
        data-testid="password-from"
        label={words.from}
        autoComplete="current-password"
        problem={error?.code === 'bad-credentials' ? words.wrong : undefined}
      />
      <FormField
        {...bind('to')}
        data-testid="password-to"
        label={words.to}
        autoComplete="new-password"
        hint={words.rule}
        problem={problemOf('password') ?? problemOf('to')}
      />
      <div role="alert">{error && error.code !== 'bad-credentials' && <ErrorNotice code={error.code} />}</div>
      <div className="card-ways">
        <Button
          type="submit"
          data-testid="password-change"
          isIdle={isSaving || passwords.from === '' || passwords.to === ''}
        >
          {words.change}
        </Button>
        <span role="status" className="soft small" data-testid="password-changed" data-done={isDone}>
          {isDone ? words.changed : ''}
        </span>
      </div>
    </form>
  )
}
