import { Phone, PhoneOff } from 'lucide-react'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** Between calls: whether the phone could make one. */
export function Ready() {
  const { ready, keys } = useWords()
  const { phone } = useWorkspace()
  const isReady = useReadable(phone.connection).status === 'online'
  const Icon = isReady ? Phone : PhoneOff
  return (
    <section className="ready">
      <span className="ready-icon" data-ready={isReady}>
        <Icon size={32} aria-hidden />
      </span>
      <h2>{isReady ? ready.title : ready.notReady}</h2>
      <p className="soft">{isReady ? ready.lead : ready.notReadyLead}</p>
      <p className="ready-keys soft small" aria-hidden>
        <kbd>/</kbd> {keys.dial} <kbd>?</kbd> {keys.title}
      </p>
    </section>
  )
}
