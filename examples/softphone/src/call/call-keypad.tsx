import type { Call, DialKey } from '@offhook/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../design/button.tsx'
import { useFreeFocus } from '../design/use-free-focus.ts'
import { Keypad } from '../dial/keypad.tsx'
import { useKeys } from '../shortcuts/use-keys.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'

/** Keys for menus and voicemail, sent into the call; the keys of the keyboard work as well while it is open. */
export function CallKeypad({ call }: { call: Call }) {
  const { call: words, close } = useWords()
  const { attempt, view } = useWorkspace()
  const [sent, setSent] = useState('')
  const send = (key: DialKey) => {
    setSent((before) => before + key)
    attempt(() => call.sendDigits(key))
  }
  useKeys(send, { isCapture: true })
  return (
    <section className="call-panel call-keypad" aria-label={words.keypad} ref={useFreeFocus()} tabIndex={-1}>
      <div className="call-panel-head">
        <output className="call-sent numbers one-line" aria-label={words.sent}>
          {sent}
        </output>
        <IconButton icon={X} label={close} onClick={() => view.closeOpen()} data-testid="keypad-toggle" />
      </div>
      <Keypad onPress={send} />
    </section>
  )
}
