import { useEffect } from 'react'
import { usePage, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { shortcutFor } from './shortcuts.ts'
import { isPlain, isTyping } from './typing.ts'

/** Listens to the shortcuts; Escape, which closes what is open, works with shortcuts off as well. */
export function useShortcuts(): void {
  const workspace = useWorkspace()
  const { hasShortcuts } = useReadable(usePage().preferences)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || event.defaultPrevented || !isPlain(event)) return
      if (event.key === 'Escape') return workspace.view.closeOpen()
      if (!hasShortcuts || isTyping(event.target) || workspace.view.getSnapshot().isHelpOpen) return
      const shortcut = shortcutFor(event)
      if (shortcut === undefined) return
      event.preventDefault()
      shortcut.run(workspace)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [workspace, hasShortcuts])
}
