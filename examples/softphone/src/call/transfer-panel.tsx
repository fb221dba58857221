import type { Call, Contact } from '@offhook/core'
import { createDialpad } from '@offhook/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { PersonRow } from '../colleagues/person-row.tsx'
import { useColleagues } from '../colleagues/use-colleagues.ts'
import { calleesOf } from '../contacts/callee.ts'
import { Button, IconButton } from '../design/button.tsx'
import { useFreeFocus } from '../design/use-free-focus.ts'
import { choiceOf } from '../dial/choice.ts'
import { DialField } from '../dial/dial-field.tsx'
import { formatNumber } from '../dial/format.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** To whom, and how: cold sends the call there at once, warm calls that person first. */
export function TransferPanel({ call, title }: { call: Call; title: string }) {
  const { transfer: words, close } = useWords()
  const { attempt, consultations, phone, view } = useWorkspace()
  const [pad] = useState(() =>
    createDialpad<Contact>({ format: formatNumber, match: (text) => phone.directory.search(text) }),
  )
  const colleagues = useColleagues()
  const now = useReadable(pad)
  const target = choiceOf(now)?.number
  const give = (command: (to: string) => unknown) => () => {
    if (target === undefined) return
    view.closeOpen()
    attempt(() => command(target))
  }
  return (
    <section className="call-panel" aria-label={words.title(title)} ref={useFreeFocus()} tabIndex={-1}>
      <div className="call-panel-head">
        <h3>{words.title(title)}</h3>
        <IconButton icon={X} label={close} onClick={() => view.closeOpen()} />
      </div>
      <DialField pad={pad} label={words.target} testId="transfer-target" focusCalls={1} />
      <ul className="transfer-people">
        {(now.matches.length > 0 ? calleesOf(now.matches) : colleagues).map((callee) => (
          <PersonRow
            key={`${callee.contact.uid} ${callee.phone.number}`}
            callee={callee}
            wanted={now.text}
            isChosen={callee.phone.number === target}
            onClick={() => pad.write(callee.phone.number)}
          />
        ))}
      </ul>
      <div className="transfer-ways">
        <Button
          data-testid="transfer-warm"
          isIdle={target === undefined}
          onClick={give((to) => consultations.begin(call, to))}
        >
          {words.warm}
          <span className="transfer-hint small">{words.warmHint}</span>
        </Button>
        <Button data-testid="transfer-cold" isIdle={target === undefined} onClick={give(call.transfer)}>
          {words.cold}
          <span className="transfer-hint small">{words.coldHint}</span>
        </Button>
      </div>
    </section>
  )
}
