import type { Contact, Dialpad } from '@offhook/core'
import { Delete } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { IconButton } from '../design/button.tsx'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { caretAfter } from './caret.ts'
import './dial.css'

interface DialFieldProps {
  readonly pad: Dialpad<Contact>
  readonly label: string
  readonly testId: string
  /** Takes the focus each time this grows; 0: never. */
  readonly focusCalls: number
  readonly onFocus?: () => void
}

/** The field of a dial pad: a name or a number, written as people write it while it is typed or pasted. */
export function DialField({ pad, label, testId, focusCalls, onFocus }: DialFieldProps) {
  const { dial } = useWords()
  const { text, formatted } = useReadable(pad)
  const { input, type } = useTyping(pad, formatted)
  useEffect(() => {
    // on a touch screen the keyboard would come up and hide the keypad
    if (focusCalls > 0 && !matchMedia('(pointer: coarse)').matches) input.current?.focus()
  }, [input, focusCalls])
  const backspace = () => {
    pad.backspace()
    input.current?.focus()
  }
  return (
    <div className="dial-field">
      <input
        ref={input}
        className="field numbers"
        data-testid={testId}
        value={formatted}
        onChange={(event) => type(event.target)}
        onFocus={onFocus}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
      />
      {text !== '' && <IconButton icon={Delete} label={dial.backspace} data-testid="backspace" onClick={backspace} />}
    </div>
  )
}

/** Lets the pad rewrite what is typed without moving the caret away from where it is typed. */
function useTyping(pad: Dialpad<Contact>, formatted: string) {
  const input = useRef<HTMLInputElement>(null)
  const typed = useRef<{ readonly text: string; readonly caret: number }>(undefined)
  useLayoutEffect(() => {
    if (typed.current === undefined) return
    const caret = caretAfter(typed.current.text, typed.current.caret, formatted)
    typed.current = undefined
    input.current?.setSelectionRange(caret, caret)
  })
  const type = ({ value, selectionStart }: HTMLInputElement) => {
    typed.current = { text: value, caret: selectionStart ?? value.length }
    pad.write(value)
  }
  return { input, type }
}
