import type { Account } from '@offhook/core'
import { MailCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { useSaving } from '../profile/problems.ts'
import { useWords } from '../workspace/context.ts'

interface ForgottenFormProps {
  readonly account: Account
  readonly email: string
  readonly onBack: () => void
}

/** Has a link for a new password sent; it does not say whether anybody has that address. */
export function ForgottenForm({ account, email: typed, onBack }: ForgottenFormProps) {
  const { signIn: words } = useWords()
  const [email, setEmail] = useState(typed)
  const [isSent, setIsSent] = useState(false)
  const { run, error, isSaving, problemOf } = useSaving()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsSent(await run(async () => account.requestPasswordReset(email.trim())))
  }
  if (isSent) {
    return (
      <div className="door-form door-sent" data-testid="reset-sent" role="status">
        <MailCheck size={32} aria-hidden />
        <p>{words.sent(email.trim())}</p>
        <Button onClick={onBack}>{words.back}</Button>
      </div>
    )
  }
  return (
    <form className="door-form" data-testid="forgotten-form" onSubmit={submit}>
      <p className="soft">{words.forgottenLead}</p>
      <FormField
        label={words.email}
        type="email"
        data-testid="reset-email"
        autoComplete="username"
        autoFocus
        value={email}
        problem={problemOf('email')}
        onChange={({ target }) => setEmail(target.value)}
      />
      <div role="alert">{error && <ErrorNotice code={error.code} />}</div>
      <Button type="submit" tone="accent" data-testid="reset-send" isIdle={isSaving || email.trim() === ''}>
        {words.send}
      </Button>
      <Button tone="quiet" onClick={onBack}>
        {words.back}
      </Button>
    </form>
  )
}
