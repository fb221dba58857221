import type { Call } from '@offhook/core'
import { ChevronRight } from 'lucide-react'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { CallStatusLine } from './status-line.tsx'
import { useFace } from './use-calls.ts'

/** The way back to the call; in sight only where the call itself is not. */
export function CallBar() {
  const call = useReadable(useWorkspace().shown)
  return call && <Bar call={call} />
}

function Bar({ call }: { call: Call }) {
  const { call: words } = useWords()
  const { view } = useWorkspace()
  const now = useReadable(call)
  const face = useFace(now)
  return (
    <button type="button" className="call-bar" data-testid="call-bar" onClick={() => view.toCall()} title={words.back}>
      <span className="one-line call-bar-name">
        <span className="for-ears">{words.back}: </span>
        <bdi>{face.title}</bdi>
      </span>
      <CallStatusLine now={now} />
      <ChevronRight size={18} aria-hidden />
    </button>
  )
}
