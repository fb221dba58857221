import { ChevronDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { usePage, useWords } from '../workspace/context.ts'

/** Any other account; what is typed goes to the phone and nowhere else. */
export function AccountForm({ exchange }: { exchange: string }) {
  const { signIn: words } = useWords()
  const { sessions } = usePage()
  const [account, setAccount] = useState({ user: '', password: '', exchange })
  const isComplete = Object.values(account).every((text) => text.trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete)
      sessions.signInSip({ ...account, user: account.user.trim(), exchange: account.exchange.trim() }, 'hand')
  }
  const bind = (name: keyof typeof account) => ({
    className: 'field',
    value: account[name],
    onChange: ({ target }: { target: HTMLInputElement }) => setAccount({ ...account, [name]: target.value }),
  })
  return (
    <details className="account">
      <summary>
        {words.other} <ChevronDown size={18} aria-hidden />
      </summary>
      <form onSubmit={submit}>
        <label className="label">
          {words.user}
          <input {...bind('user')} name="username" autoComplete="username" autoCapitalize="off" spellCheck={false} />
        </label>
        <label className="label">
          {words.password}
          <input {...bind('password')} name="password" type="password" autoComplete="current-password" />
        </label>
        <label className="label">
          {words.exchange}
          <input {...bind('exchange')} name="exchange" type="url" inputMode="url" spellCheck={false} />
        </label>
        <Button type="submit" tone="accent" isIdle={!isComplete} data-testid="sign-in">
          {words.submit}
        </Button>
      </form>
    </details>
  )
}
