import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly tone?: 'accent' | 'good' | 'bad' | 'quiet'
  readonly icon?: LucideIcon
  /** Not possible now; stays in place and keeps the focus, which `disabled` would lose. */
  readonly isIdle?: boolean
}

/** A button with words. */
export function Button({ tone, icon: Icon, isIdle = false, className, onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={['button', className].filter(Boolean).join(' ')}
      data-tone={tone}
      aria-disabled={isIdle}
      onClick={unless(isIdle, onClick)}
      {...rest}
    >
      {Icon && <Icon size={18} aria-hidden />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon
  readonly label: string
  readonly tone?: 'bad'
}

/** A round button with only a picture; its label is for ears and for the tooltip. */
export function IconButton({ icon: Icon, label, tone, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={['icon-button', className].filter(Boolean).join(' ')}
      data-tone={tone}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon size={20} aria-hidden />
    </button>
  )
}

/** The click of a control that looks idle and must not act. */
export function unless(isIdle: boolean, onClick: ComponentProps<'button'>['onClick']) {
  return (event: MouseEvent<HTMLButtonElement>) => {
    if (isIdle) return event.preventDefault()
    onClick?.(event)
  }
}
