import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Nothing to show, in a sentence, and perhaps what to do about it. */
export function Empty({ icon: Icon, text, children }: { icon: LucideIcon; text: string; children?: ReactNode }) {
  return (
    <div className="empty" data-testid="empty">
      <Icon size={28} aria-hidden />
      <p role="status">{text}</p>
      {children}
    </div>
  )
}
