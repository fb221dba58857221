import { CircleAlert, X } from 'lucide-react'
import { Button, IconButton } from '../design/button.tsx'
import type { Trouble } from '../i18n/explanations.ts'
import { useWords } from '../workspace/context.ts'
import './notices.css'

interface ErrorNoticeProps {
  readonly code: Trouble
  /** What happened, where more is known than the code says. */
  readonly what?: string | undefined
  readonly action?: { readonly label: string; readonly run: () => void }
  readonly onClose?: () => void
}

/** What went wrong, what to do about it, and where one click can, that click. */
export function ErrorNotice({ code, what, action, onClose }: ErrorNoticeProps) {
  const { errors, close } = useWords()
  return (
    <div className="notice" data-testid="error" data-code={code}>
      <CircleAlert size={20} aria-hidden className="notice-icon" />
      <div className="notice-text">
        <p className="notice-title">{what ?? errors[code].what}</p>
        <p className="soft">{errors[code].remedy}</p>
      </div>
      {action && (
        <Button tone="quiet" className="notice-way" onClick={action.run}>
          {action.label}
        </Button>
      )}
      {onClose && <IconButton icon={X} label={close} onClick={onClose} />}
    </div>
  )
}
