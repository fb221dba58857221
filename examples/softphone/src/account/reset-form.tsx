import type { Account } from '@offhook/core'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { useSaving } from '../profile/problems.ts'
import { useWords } from '../workspace/context.ts'

interface ResetFormProps {
  readonly account: Account
  /** The code of the link in the e-mail. */
  readonly code: string
  /** Called when there is a new password, and when somebody goes back without one. */
  readonly onDone: (isSet: boolean) => void
}

/** Sets a new password with the code of the link that was sent. */
export function ResetForm({ account, code, onDone }: ResetFormProps) {
  const words = useWords()
  const [password, setPassword] = useState('')
  const { run, error, isSaving, problemOf } = useSaving()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await run(async () => account.resetPassword({ code, password }))) onDone(true)
  }
  return (
    <form className="door-form" data-testid="reset-form" onSubmit={submit}>
      <p className="soft">{words.signIn.resetLead}</p>
      <FormField
        label={words.password.to}
        type="password"
        data-testid="new-password"
        autoComplete="new-password"
        autoFocus
        value={password}
        hint={words.password.rule}
        problem={problemOf('password')}
        onChange={({ target }) => setPassword(target.value)}
      />
      <div role="alert">
        {error && (
          <ErrorNotice code={error.code} what={error.code === 'bad-credentials' ? words.signIn.badCode : undefined} />
        )}
      </div>
      <Button type="submit" tone="accent" data-testid="reset-save" isIdle={isSaving || password === ''}>
        {words.signIn.resetSave}
      </Button>
      <Button tone="quiet" onClick={() => onDone(false)}>
        {words.signIn.back}
      </Button>
    </form>
  )
}
