/** Whether a key goes into a field, where a shortcut would take the letter away. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select')
}

/** Whether a key is pressed without the keys that make it a command of the browser; shift is part of writing. */
export const isPlain = ({ ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>) =>
  !ctrlKey && !metaKey && !altKey
