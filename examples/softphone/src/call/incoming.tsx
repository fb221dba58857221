import type { Call } from '@offhook/core'
import { Phone, PhoneOff } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { useFreeFocus } from '../design/use-free-focus.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { useFace, useFaces, useRinging } from './use-calls.ts'
import './incoming.css'

/** The calls that ring, above everything else; announced at once to who cannot see them. */
export function IncomingCalls() {
  const { call: words } = useWords()
  const { shown, view } = useWorkspace()
  const ringing = useRinging()
  const { section, contact } = useReadable(view)
  const isFree = useReadable(shown) === undefined && section !== 'settings' && contact === undefined
  const spoken = useFaces(ringing).map(({ title, number, company }) =>
    words.incoming(title, [company, number].filter(Boolean).join(', ')),
  )
  return (
    <>
      <div className="for-ears" role="alert">
        {spoken.join('. ')}
      </div>
      <div className="incoming-calls" data-place={isFree ? 'middle' : 'corner'} data-alone={ringing.length === 1}>
        {ringing.map((call) => (
          <IncomingCall key={call.id} call={call} />
        ))}
      </div>
    </>
  )
}

function IncomingCall({ call }: { call: Call }) {
  const { call: words } = useWords()
  const { attempt, view } = useWorkspace()
  const now = useReadable(call)
  const face = useFace(now)
  const answer = () => {
    attempt(call.answer)
    view.toCall()
  }
  return (
    <section
      className="incoming"
      data-testid="incoming"
      aria-label={words.incoming(face.title, face.number)}
      tabIndex={-1}
      ref={useFreeFocus()}
    >
      <Avatar name={face.name} isCalling {...(face.photo && { photo: face.photo })} />
      <div className="incoming-who">
        <h2 className="incoming-name">
          <bdi>{face.title}</bdi>
        </h2>
        {face.company && <p className="one-line incoming-company">{face.company}</p>}
        <p className="soft numbers one-line">
          {face.number || words.calls}
          {now.via.at(0) && ` · ${words.via(now.via.at(0)?.name ?? now.via.at(0)?.number ?? '')}`}
        </p>
      </div>
      <div className="incoming-ways">
        <Button
          tone="bad"
          icon={PhoneOff}
          data-testid="decline"
          aria-keyshortcuts="Shift+D"
          onClick={() => attempt(call.decline)}
        >
          {words.decline}
        </Button>
        <Button tone="good" icon={Phone} data-testid="answer" aria-keyshortcuts="A" onClick={answer}>
          {words.answer}
        </Button>
      </div>
    </section>
  )
}
