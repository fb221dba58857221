import type { Call, Consultation, ConsultationStatus } from '@offhook/core'
import { PhoneForwarded, Undo2 } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { useFace } from './use-calls.ts'

/** A warm transfer under way: who waits, and the two ways on. */
export function ConsultBar({ consultation, inSight }: { consultation: Consultation; inSight: Call }) {
  const words = useWords()
  const { attempt } = useWorkspace()
  const { original, colleague, complete, cancel } = consultation
  const { status } = useReadable(consultation)
  const first = useFace(useReadable(original))
  const second = useFace(useReadable(colleague))
  const isOpen = status === 'calling' || status === 'talking'
  const hidden = inSight === original ? second : first
  return (
    <div className="consult" data-testid="consultation" data-status={status}>
      <p className="consult-who">
        <Avatar name={hidden.name} size={1.75} />
        <span>
          <bdi>{inSight === original ? words.transfer.talking(second.title) : words.transfer.waits(first.title)}</bdi>
        </span>
      </p>
      <div className="consult-ways">
        <Button icon={Undo2} data-testid="consult-cancel" isIdle={!isOpen} onClick={() => attempt(cancel)}>
          {words.transfer.cancel(first.short)}
        </Button>
        <Button
          tone="accent"
          icon={PhoneForwarded}
          data-testid="consult-complete"
          isIdle={!isOpen}
          onClick={() => attempt(complete)}
        >
          {completeLabel(status, words)}
        </Button>
      </div>
    </div>
  )
}

function completeLabel(status: ConsultationStatus, { transfer }: Words): string {
  if (status === 'completing') return transfer.completing
  return status === 'calling' ? transfer.completeNow : transfer.complete
}
