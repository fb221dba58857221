import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useRinging } from '../call/use-calls.ts'
import { IconButton } from '../design/button.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import './help.css'
import { KeyList } from './key-list.tsx'

/** The shortcuts on a sheet; an incoming call closes it, for nothing may lie over a call that rings. */
export function Help() {
  const { keys, close } = useWords()
  const { view } = useWorkspace()
  const { isHelpOpen } = useReadable(view)
  const isRinging = useRinging().length > 0
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isRinging) view.help(false)
  }, [isRinging, view])
  useEffect(() => {
    if (isHelpOpen) dialog.current?.showModal()
    else dialog.current?.close()
  }, [isHelpOpen])
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={() => view.help(false)}>
      <div className="help-head">
        <h2 id="help-title">{keys.title}</h2>
        <IconButton icon={X} label={close} onClick={() => view.help(false)} />
      </div>
      <KeyList />
    </dialog>
  )
}
