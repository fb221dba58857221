import { Phone } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../design/button.tsx'
import { useKeys } from '../shortcuts/use-keys.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { CallerIdChoice } from './caller-id-choice.tsx'
import { choiceOf } from './choice.ts'
import { DialField } from './dial-field.tsx'
import { Keypad } from './keypad.tsx'
import { FoundPeople, Suggestions } from './suggestions.tsx'

/** The dial pad: type, paste, press or choose, and call. */
export function DialPanel() {
  const { dial } = useWords()
  const { dialpad, call, warm, view, phone } = useWorkspace()
  const [callerId, setCallerId] = useState<string>()
  const { dialFieldCalls } = useReadable(view)
  const now = useReadable(dialpad)
  useKeys(dialpad.press)
  const callNumber = (number: string) => {
    call(number, callerId === undefined ? {} : { callerId })
    dialpad.clear()
    // it was chosen for this one
    setCallerId(undefined)
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
      <div className="dial-keys">
        <Keypad onPress={dialpad.press} hasPlus />
        <FoundPeople now={now} onCall={callNumber} />
      </div>
      {phone.callerIds && <CallerIdChoice callerIds={phone.callerIds} chosen={callerId} onChoose={setCallerId} />}
      <Button type="submit" tone="good" icon={Phone} data-testid="dial-button" isIdle={now.text === ''}>
        {dial.call}
      </Button>
    </form>
  )
}
