import type { Picture } from '@offhook/core'

/** How pictures begin, as Latin-1. */
const beginnings: readonly { readonly type: Picture['type']; isIn(text: string): boolean }[] = [
  { type: 'image/png', isIn: (text) => text.startsWith('\u0089PNG\r\n\u001a\n') },
  { type: 'image/jpeg', isIn: (text) => text.startsWith('\u00ff\u00d8\u00ff') },
  { type: 'image/webp', isIn: (text) => text.startsWith('RIFF') && text.startsWith('WEBP', 8) },
]

/** What kind of picture these bytes are, by how they begin. */
export function pictureType(bytes: Uint8Array): Picture['type'] | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return beginnings.find(({ isIn }) => isIn(beginning))?.type
}
