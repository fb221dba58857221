import { Phone, PhoneOff } from 'lucide-react'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { Reach } from './reach.tsx'

/** Between calls: whether the phone could make one. */
export function Ready() {
  const { ready, keys, connection } = useWords()
  const { phone } = useWorkspace()
  const { status } = useReadable(phone.connection)
  const isReady = status === 'online'
  const waiting = status === 'connecting' ? connection.connecting : ready.notReady
  const Icon = isReady ? Phone : PhoneOff
  return (
    <section className="ready">
      <span className="ready-icon" data-ready={isReady}>
        <Icon size={32} aria-hidden />
      </span>
      <h2>{isReady ? ready.title : waiting}</h2>
      <p className="soft">{isReady ? ready.lead : ready.notReadyLead}</p>
      <Reach />
      <p className="ready-keys soft small" aria-hidden>
        <kbd>/</kbd> {keys.dial} <kbd>?</kbd> {keys.title}
      </p>
    </section>
  )
}
