import { ChevronDown, LogOut, Settings, UserRound } from 'lucide-react'
import { useOwner } from '../account/use-owner.ts'
import { Avatar } from '../design/avatar.tsx'
import { Menu, MenuItem } from '../design/menu.tsx'
import { PresenceDot } from '../team/presence-dot.tsx'
import { presenceText } from '../team/presence-text.ts'
import { StatusMenu } from '../team/status-menu.tsx'
import { usePage, useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe } from '../workspace/use-readable.ts'

/** Who one is and how one is; a click opens the status and what else belongs to a person. */
export function AccountMenu() {
  const words = useWords()
  const { phone } = useWorkspace()
  const { name, initials, picture } = useOwner()
  const own = useMaybe(phone.presence)
  const view = own === undefined || own.status === 'loading' ? undefined : own.value
  return (
    <Menu
      className="top-bar-person"
      label={words.account.menu}
      testId="account-menu"
      data-status={view?.display.status}
      content={(close) => <AccountMenuContent close={close} />}
    >
      <span className="with-presence">
        <Avatar name={name} size={2.25} {...(initials && { initials })} {...(picture && { photo: picture })} />
        {view && <PresenceDot display={view.display} />}
      </span>
      <span className="top-bar-owner">
        <span className="one-line top-bar-name">
          <bdi>{name}</bdi>
        </span>
        <span className="one-line small soft">{view ? presenceText(view, words) : '\u00a0'}</span>
      </span>
      <ChevronDown size={16} aria-hidden className="soft" />
    </Menu>
  )
}

function AccountMenuContent({ close }: { close: () => void }) {
  const words = useWords()
  const { sessions } = usePage()
  const { phone, view } = useWorkspace()
  const { extension } = useOwner()
  const then = (run: () => void) => () => {
    close()
    run()
  }
  return (
    <>
      {phone.presence && (
        <>
          <StatusMenu presence={phone.presence} />
          <hr className="menu-line" />
        </>
      )}
      <p className="account-menu-line small soft numbers">{words.signIn.extension(extension)}</p>
      {phone.account && (
        <MenuItem
          icon={<UserRound size={18} aria-hidden />}
          data-testid="to-profile"
          onClick={then(() => view.toSettings('profile'))}
        >
          {words.account.profile}
        </MenuItem>
      )}
      <MenuItem
        icon={<Settings size={18} aria-hidden />}
        data-testid="to-settings"
        onClick={then(() => view.go('settings'))}
      >
        {words.sections.settings}
      </MenuItem>
      <MenuItem icon={<LogOut size={18} aria-hidden />} data-testid="sign-out" onClick={then(() => sessions.signOut())}>
        {words.signIn.out}
      </MenuItem>
    </>
  )
}
