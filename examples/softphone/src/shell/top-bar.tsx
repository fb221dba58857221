import { Keyboard, LogOut } from 'lucide-react'
import { LineState } from '../connection/line-state.tsx'
import { Avatar } from '../design/avatar.tsx'
import { IconButton } from '../design/button.tsx'
import { LanguageChoice, ThemeButton } from '../preferences/choices.tsx'
import { usePage, useWords, useWorkspace } from '../workspace/context.ts'
import './top-bar.css'

/** Who one is, whether one can be reached, and how the page looks. */
export function TopBar() {
  const words = useWords()
  const { sessions } = usePage()
  const { owner, phone, view } = useWorkspace()
  return (
    <header className="top-bar">
      <h1 className="for-ears">Offhook</h1>
      <Avatar name={owner.name} size={2.25} />
      <div className="top-bar-owner">
        <p className="one-line top-bar-name">
          <bdi>{owner.name}</bdi>
        </p>
        <p className="small soft numbers top-bar-line">
          <span title={words.signIn.extension(owner.extension)}>{owner.extension}</span>
          <LineState connection={phone.connection} />
        </p>
      </div>
      <div className="top-bar-tools">
        <span className="only-roomy">
          <LanguageChoice />
        </span>
        <span className="only-wide">
          <IconButton icon={Keyboard} label={words.keys.open} onClick={() => view.help(true)} />
        </span>
        <ThemeButton />
        <IconButton icon={LogOut} label={words.signIn.out} onClick={sessions.signOut} />
      </div>
    </header>
  )
}
