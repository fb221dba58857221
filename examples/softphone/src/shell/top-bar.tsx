import { BellOff, Keyboard } from 'lucide-react'
import { useOwner } from '../account/use-owner.ts'
import { LineState } from '../connection/line-state.tsx'
import { IconButton } from '../design/button.tsx'
import { LanguageChoice, ThemeButton } from '../preferences/choices.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe } from '../workspace/use-readable.ts'
import { AccountMenu } from './account-menu.tsx'
import './top-bar.css'

/** Who one is, whether one can be reached, and how the page looks. */
export function TopBar() {
  const words = useWords()
  const { phone, view } = useWorkspace()
  const { extension } = useOwner()
  return (
    <header className="top-bar">
      <h1 className="for-ears">Offhook</h1>
      <AccountMenu />
      <p className="small soft numbers top-bar-line">
        <span className="only-roomy" title={words.signIn.extension(extension)}>
          {extension}
        </span>
        <Silent />
        <LineState connection={phone.connection} />
      </p>
      <div className="top-bar-tools">
        <span className="only-wide">
          <LanguageChoice />
        </span>
        <span className="only-wide">
          <IconButton icon={Keyboard} label={words.keys.open} onClick={() => view.help(true)} />
        </span>
        <span className="only-roomy">
          <ThemeButton />
        </span>
      </div>
    </header>
  )
}

/** That calls are not heard, where it cannot be overlooked. */
function Silent() {
  const { ready } = useWords()
  const settings = useMaybe(useWorkspace().phone.settings)
  if (settings === undefined || settings.status === 'loading' || settings.value.ringer) return null
  return <BellOff size={16} role="img" aria-label={ready.silent} className="top-bar-silent" data-testid="silent" />
}
