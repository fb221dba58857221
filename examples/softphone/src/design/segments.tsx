import { type ReactNode, useId } from 'react'

interface SegmentsProps<Value extends string> {
  readonly legend: string
  readonly options: readonly { readonly value: Value; readonly label: string; readonly face?: ReactNode }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly testId?: string
}

/** One choice of a few, all in sight. */
export function Segments<Value extends string>({ legend, options, value, onChange, testId }: SegmentsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="segments" data-testid={testId}>
      <legend className="for-ears">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.label}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            aria-label={option.label}
          />
          <span aria-hidden>{option.face ?? option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
