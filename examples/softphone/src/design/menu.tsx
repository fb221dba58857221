import { type ComponentProps, type ReactNode, useId, useRef } from 'react'
import './menu.css'

interface MenuProps extends Omit<ComponentProps<'button'>, 'content'> {
  /** What is in it; `close` closes it. */
  readonly content: (close: () => void) => ReactNode
  readonly label: string
  /** At which edge of the button it hangs. */
  readonly side?: 'left' | 'right'
  readonly testId: string
}

/** A button and the card it opens, which a click elsewhere, Escape or its own ways close. */
export function Menu({ content, label, side = 'left', testId, className, children, ...rest }: MenuProps) {
  const id = useId()
  const card = useRef<HTMLDivElement>(null)
  return (
    <div className="menu" data-side={side}>
      <button type="button" className={className} popoverTarget={id} data-testid={`${testId}-button`} {...rest}>
        {children}
      </button>
      <div
        ref={card}
        id={id}
        popover="auto"
        className="menu-card"
        role="dialog"
        aria-label={label}
        data-testid={testId}
      >
        {content(() => card.current?.hidePopover())}
      </div>
    </div>
  )
}

interface MenuItemProps extends ComponentProps<'button'> {
  readonly icon: ReactNode
}

/** A line of a menu. */
export function MenuItem({ icon, children, ...rest }: MenuItemProps) {
  return (
    <button type="button" className="menu-item" {...rest}>
      {icon}
      {children}
    </button>
  )
}
