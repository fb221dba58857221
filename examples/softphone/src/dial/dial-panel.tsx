import { Phone } from 'lucide-react'
import type { FormEvent } from 'react'
import { Button } from '../design/button.tsx'
import { useKeys } from '../shortcuts/use-keys.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { choiceOf } from './choice.ts'
import { DialField } from './dial-field.tsx'
import { Keypad } from './keypad.tsx'
import { Suggestions } from './suggestions.tsx'

/** The dial pad: type, paste, press or choose, and call. */
export function DialPanel() {
  const { dial } = useWords()
  const { dialpad, call, warm, view } = useWorkspace()
  const { dialFieldCalls } = useReadable(view)
  const now = useReadable(dialpad)
  useKeys(dialpad.press)
  const callNumber = (number: string) => {
    call(number)
    dialpad.clear()
    // the focus goes on to the call, where keys are commands and not text
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const choice = choiceOf(now)
    if (choice) callNumber(choice.number)
    // what cannot be dialled is given to the phone all the same: it says why, and the text stays to be mended
    else if (now.text !== '') call(now.text)
  }
  return (
    <form className="dial" data-testid="dial" aria-label={dial.keypad} onSubmit={submit}>
      <DialField pad={dialpad} label={dial.label} testId="dial-field" focusCalls={dialFieldCalls} onFocus={warm} />
      <Suggestions now={now} onCall={callNumber} />
      <Keypad onPress={dialpad.press} hasPlus />
      <Button type="submit" tone="good" icon={Phone} data-testid="dial-button" isIdle={now.text === ''}>
        {dial.call}
      </Button>
    </form>
  )
}
