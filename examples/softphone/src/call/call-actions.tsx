import type { Call } from '@offhook/core'
import { Grip, Headphones, type LucideIcon, Mic, MicOff, Pause, PhoneForwarded, Play, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { unless } from '../design/button.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import type { Open } from '../workspace/view.ts'
import { useConsultation } from './use-calls.ts'

interface TileProps {
  readonly name: string
  readonly icon: LucideIcon
  readonly label: string
  readonly shortcut?: string
  readonly isOn?: boolean
  readonly isIdle?: boolean
  readonly onClick: () => void
  /** Takes the focus back that what it opened has left behind. */
  readonly isReturn?: boolean
}

/** One thing to do with a call. It keeps its place and the focus when it cannot be done. */
function Tile({ name, icon: Icon, label, shortcut, isOn, isIdle = false, onClick, isReturn = false }: TileProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isReturn && document.activeElement === document.body) button.current?.focus()
  }, [isReturn])
  return (
    <button
      type="button"
      ref={button}
      className="tile"
      data-testid={name}
      data-on={isOn}
      aria-disabled={isIdle}
      aria-keyshortcuts={shortcut}
      onClick={unless(isIdle, onClick)}
    >
      <Icon size={22} aria-hidden />
      {label}
    </button>
  )
}

/** Everything to do with a call but ending it. */
export function CallActions({ call, returnTo }: { call: Call; returnTo: Open }) {
  const { call: words } = useWords()
  const { attempt, view } = useWorkspace()
  const { muted, status } = useReadable(call)
  const isConsulting = useConsultation(call) !== undefined
  const isAside = status === 'held' || status === 'resuming'
  return (
    <div className="call-actions">
      <Tile
        name={muted ? 'unmute' : 'mute'}
        icon={muted ? MicOff : Mic}
        label={muted ? words.unmute : words.mute}
        shortcut="M"
        isOn={muted}
        isIdle={!call.can('mute')}
        onClick={() => attempt(muted ? call.unmute : call.mute)}
      />
      <Tile
        name={isAside ? 'resume' : 'hold'}
        icon={isAside ? Play : Pause}
        label={isAside ? words.resume : words.hold}
        shortcut="H"
        isOn={isAside}
        isIdle={!call.can(isAside ? 'resume' : 'hold')}
        onClick={() => attempt(isAside ? call.resume : call.hold)}
      />
      <Tile
        name="keypad-toggle"
        icon={Grip}
        label={words.keypad}
        shortcut="K"
        isIdle={!call.can('sendDigits')}
        isReturn={returnTo === 'keypad'}
        onClick={() => view.toggle('keypad')}
      />
      <Tile
        name="transfer"
        icon={PhoneForwarded}
        label={words.transfer}
        shortcut="T"
        isIdle={isConsulting || !call.can('transfer')}
        isReturn={returnTo === 'transfer'}
        onClick={() => view.toggle('transfer')}
      />
      <Tile name="new-call" icon={Plus} label={words.another} onClick={view.toDialpad} />
      <Tile name="sound" icon={Headphones} label={words.sound} onClick={() => view.go('settings')} />
    </div>
  )
}
