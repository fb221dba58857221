import { type ComponentProps, useId } from 'react'

interface FormFieldProps extends ComponentProps<'input'> {
  readonly label: string
  /** What is wrong with it; the place for it is there before. */
  readonly problem?: string | undefined
  readonly hint?: string
}

/** A field with its name above it and what is wrong with it below. */
export function FormField({ label, problem, hint, id, ...rest }: FormFieldProps) {
  const own = useId()
  const told = problem ?? hint
  return (
    <div className="form-field" data-wrong={problem !== undefined}>
      <label htmlFor={id ?? own}>{label}</label>
      <input
        id={id ?? own}
        className="field"
        aria-invalid={problem !== undefined}
        aria-describedby={told === undefined ? undefined : `${own}-told`}
        {...rest}
      />
      {told !== undefined && (
        <p id={`${own}-told`} className="form-told small" data-testid={problem === undefined ? undefined : 'problem'}>
          {told}
        </p>
      )}
    </div>
  )
}
