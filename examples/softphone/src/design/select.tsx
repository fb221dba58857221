import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'

/** A choice of many, with an arrow of our own that follows the theme. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="select">
      <select className={['field', className].filter(Boolean).join(' ')} {...rest} />
      <ChevronDown size={18} aria-hidden />
    </span>
  )
}
