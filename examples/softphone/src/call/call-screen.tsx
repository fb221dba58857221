import type { Call } from '@offhook/core'
import { PhoneOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../design/button.tsx'
import { useFreeFocus } from '../design/use-free-focus.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import type { Open } from '../workspace/view.ts'
import { CallActions } from './call-actions.tsx'
import { CallHead } from './call-head.tsx'
import { CallKeypad } from './call-keypad.tsx'
import { ConsultBar } from './consult-bar.tsx'
import { TransferPanel } from './transfer-panel.tsx'
import { useConsultation, useFace } from './use-calls.ts'

/** One call: who, how, and everything one can do with it. */
export function CallScreen({ call }: { call: Call }) {
  const words = useWords()
  const { attempt } = useWorkspace()
  const now = useReadable(call)
  const face = useFace(now)
  const consultation = useConsultation(call)
  return (
    <section
      className="call"
      data-testid="call"
      data-status={now.status}
      data-muted={now.muted}
      data-remote-hold={now.remoteHold}
      aria-label={words.call.label(face.title)}
      ref={useFreeFocus()}
      tabIndex={-1}
    >
      <CallHead now={now} face={face} />
      {consultation && <ConsultBar consultation={consultation} inSight={call} />}
      <CallBody call={call} title={face.title} />
      <Button
        tone="bad"
        icon={PhoneOff}
        data-testid="hang-up"
        isIdle={!call.can('hangUp')}
        onClick={() => attempt(call.hangUp)}
        aria-keyshortcuts="Shift+E"
      >
        {words.call.hangUp}
      </Button>
    </section>
  )
}

/** The actions, or what one of them opened, in the same place. */
function CallBody({ call, title }: { call: Call; title: string }) {
  const { open } = useReadable(useWorkspace().view)
  const opened = useRef<Open>('nothing')
  useEffect(() => {
    opened.current = open
  }, [open])
  if (open === 'keypad' && call.can('sendDigits')) return <CallKeypad call={call} />
  if (open === 'transfer' && call.can('transfer')) return <TransferPanel call={call} title={title} />
  return <CallActions call={call} returnTo={opened.current} />
}
