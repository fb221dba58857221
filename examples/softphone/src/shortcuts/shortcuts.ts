import type { Words } from '../i18n/language.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A key and what it does; it does nothing where the phone could not do it either. */
export interface Shortcut {
  /** The key as `KeyboardEvent.key` gives it, upper case for letters; letters with `hasShift` need shift. */
  readonly key: string
  readonly hasShift?: boolean
  readonly label: (words: Words['keys']) => string
  readonly run: (workspace: Workspace) => void
}

// what ends a call needs shift, so that no single key typed by accident can
/** Every shortcut, in the order of the help sheet. */
export const shortcuts: readonly Shortcut[] = [
  { key: '/', label: ({ dial }) => dial, run: ({ view }) => view.toDialpad() },
  { key: 'A', label: ({ answer }) => answer, run: (workspace) => withRinging(workspace, 'answer') },
  { key: 'D', hasShift: true, label: ({ decline }) => decline, run: (workspace) => withRinging(workspace, 'decline') },
  { key: 'M', label: ({ mute }) => mute, run: toggleMute },
  { key: 'H', label: ({ hold }) => hold, run: toggleHold },
  { key: 'K', label: ({ keypad }) => keypad, run: (workspace) => open(workspace, 'keypad', 'sendDigits') },
  { key: 'T', label: ({ transfer }) => transfer, run: (workspace) => open(workspace, 'transfer', 'transfer') },
  { key: 'S', label: ({ swap }) => swap, run: swap },
  { key: 'E', hasShift: true, label: ({ hangUp }) => hangUp, run: hangUp },
  { key: '?', label: ({ help }) => help, run: ({ view }) => view.help(true) },
]

/** The shortcut of a key press. */
export function shortcutFor({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Shortcut | undefined {
  const isLetter = /^[a-z]$/i.test(key)
  return shortcuts.find(
    (shortcut) => shortcut.key === key.toUpperCase() && (!isLetter || shiftKey === (shortcut.hasShift ?? false)),
  )
}

function withRinging({ phone, attempt, view }: Workspace, command: 'answer' | 'decline'): void {
  const call = phone.calls.getSnapshot().all.find((each) => each.can(command))
  if (call === undefined) return
  attempt(call[command])
  if (command === 'answer') view.toCall()
}

function toggleMute({ shown, attempt }: Workspace): void {
  const call = shown.getSnapshot()
  if (call?.can('mute')) attempt(call.getSnapshot().muted ? call.unmute : call.mute)
}

function toggleHold({ shown, attempt }: Workspace): void {
  const call = shown.getSnapshot()
  if (call?.can('hold')) attempt(call.hold)
  else if (call?.can('resume')) attempt(call.resume)
}

function open({ shown, view }: Workspace, what: 'keypad' | 'transfer', needs: 'sendDigits' | 'transfer'): void {
  if (!shown.getSnapshot()?.can(needs)) return
  view.toCall()
  view.toggle(what)
}

function swap({ phone, attempt }: Workspace): void {
  const isWaiting = phone.calls.getSnapshot().all.some((call) => call.can('resume'))
  if (isWaiting) attempt(phone.calls.swap)
}

function hangUp({ shown, attempt }: Workspace): void {
  const call = shown.getSnapshot()
  if (call?.can('hangUp')) attempt(call.hangUp)
}
