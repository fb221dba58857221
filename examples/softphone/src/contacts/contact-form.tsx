import { type Contact, OffhookError } from '@offhook/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { type Draft, draftOf, fieldsIn, newDraft, placeOf } from './draft.ts'
import { NumberLines } from './number-lines.tsx'

interface ContactFormProps {
  /** Who is changed; absent: somebody new. */
  readonly contact?: Contact
  readonly draft?: Draft
  /** Called with the uid of what was saved, or without one when nothing was. */
  readonly onDone: (uid?: string) => void
}

/** Writes a contact; what cannot be accepted is told at its field. */
export function ContactForm({ contact, draft: given, onDone }: ContactFormProps) {
  const words = useWords()
  const { phone } = useWorkspace()
  const [draft, setDraft] = useState(() => given ?? (contact ? draftOf(contact) : newDraft()))
  // what is saved is based on what was read when the form was opened
  const [before] = useState(contact)
  const [error, setError] = useState<OffhookError>()
  const [isSaving, setIsSaving] = useState(false)
  const problems = useProblems(error, draft)
  const form = useFocusOnProblem(error)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (isSaving) return
    setIsSaving(true)
    try {
      const fields = fieldsIn(draft, before)
      const { directory } = phone
      const saved = await (before ? directory.update(before, fields) : directory.create(fields))
      onDone(saved.uid)
    } catch (thrown) {
      setError(thrown instanceof OffhookError ? thrown : new OffhookError('refused', { cause: thrown }))
      setIsSaving(false)
    }
  }
  const bind = (name: 'name' | 'company' | 'title' | 'email') => ({
    label: words.contacts.fields[name],
    value: draft[name],
    problem: problems[name],
    'data-testid': `contact-${name}`,
    onChange: ({ target }: { target: HTMLInputElement }) => setDraft({ ...draft, [name]: target.value }),
  })
  return (
    <form className="card contact-form" data-testid="contact-form" onSubmit={save} ref={form} noValidate>
      <h2>{before ? words.contacts.change(before.name.full) : words.contacts.fresh}</h2>
      <FormField {...bind('name')} autoComplete="off" autoFocus />
      <div className="form-pair">
        <FormField {...bind('company')} autoComplete="off" />
        <FormField {...bind('title')} autoComplete="off" />
      </div>
      <NumberLines
        lines={draft.numbers}
        problemAt={(at) => problems[`number ${at}`]}
        onChange={(numbers) => setDraft({ ...draft, numbers })}
      />
      <FormField {...bind('email')} type="email" autoComplete="off" />
      <label className="label">
        {words.contacts.fields.note}
        <textarea
          className="field"
          rows={3}
          value={draft.note}
          onChange={({ target }) => setDraft({ ...draft, note: target.value })}
        />
      </label>
      <FormEnd error={error} problem={problems.form} isSaving={isSaving} onCancel={() => onDone(before?.uid)} />
    </form>
  )
}

interface FormEndProps {
  readonly error: OffhookError | undefined
  /** What is wrong beside the fields. */
  readonly problem: string | undefined
  readonly isSaving: boolean
  readonly onCancel: () => void
}

function FormEnd({ error, problem, isSaving, onCancel }: FormEndProps) {
  const words = useWords()
  return (
    <>
      <div role="alert">
        {error && (error.code !== 'invalid' || problem !== undefined) && (
          <ErrorNotice code={error.code} what={problem} />
        )}
      </div>
      <div className="card-ways">
        <Button type="submit" tone="accent" data-testid="save" isIdle={isSaving}>
          {isSaving ? words.saving : words.save}
        </Button>
        <Button data-testid="cancel" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </>
  )
}

/** What is wrong, by the place of the form where it is told. */
function useProblems(error: OffhookError | undefined, draft: Draft): Readonly<Record<string, string>> {
  const { problems } = useWords()
  const told = error?.problems.map((one) => [placeOf(one, draft), problems[one.code] ?? one.detail])
  return Object.fromEntries(told ?? [])
}

/** The first field that is wrong takes the focus. */
function useFocusOnProblem(error: OffhookError | undefined) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  return form
}
