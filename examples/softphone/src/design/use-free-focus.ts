import { useEffect, useRef } from 'react'

/**
 * Takes the focus when it appears, but only from nobody: who types or presses a button must not answer by accident,
 * and who lost the focus with a card that went away finds it again here.
 */
export function useFreeFocus() {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  }, [])
  return ref
}
