import { ChevronDown } from 'lucide-react'
import { type ComponentProps, useId } from 'react'

/** A choice of many, with an arrow of our own that follows the theme. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="select">
      <select className={['field', className].filter(Boolean).join(' ')} {...rest} />
      <ChevronDown size={18} aria-hidden />
    </span>
  )
}

interface SelectFieldProps extends ComponentProps<'select'> {
  readonly label: string
}

/** A choice of many with its name. */
export function SelectField({ label, ...rest }: SelectFieldProps) {
  const id = useId()
  return (
    <div className="label select-field">
      <label htmlFor={id}>{label}</label>
      <Select id={id} {...rest} />
    </div>
  )
}
