import { useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
import './call.css'
import './call-actions.css'
import './call-panel.css'
import './other-calls.css'
import './call-stage.css'
import { CallScreen } from './call-screen.tsx'
import { OtherCalls } from './other-calls.tsx'
import { Ready } from './ready.tsx'

/** The place of the call: the one in sight and the others, or that the phone is ready for one. */
export function CallStage() {
  const call = useReadable(useWorkspace().shown)
  if (call === undefined) return <Ready />
  return (
    <div className="call-stage">
      <OtherCalls />
      <Elsewhere />
      <CallScreen key={call.id} call={call} />
    </div>
  )
}

/** The sound of a phone that is shared is in one tab; the others say so. */
function Elsewhere() {
  const { call } = useWords()
  const tabs = useMaybe(useWorkspace().tabs)
  if (tabs?.role !== 'follower') return null
  return (
    <p className="soft small" role="status" data-testid="elsewhere">
      {call.elsewhere}
    </p>
  )
}
