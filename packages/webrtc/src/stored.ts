/** The fields of something that was stored; none for anything else. */
export type Fields = Readonly<Record<string, unknown>>

/** What a storage gives, or undefined where the browser forbids it or it is full. */
export function guarded<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

/** Reads a stored JSON text; what cannot be read has no fields. */
export const readFields = (text: string): Fields => fieldsOf(guarded(() => JSON.parse(text)))

/** The fields of a value nobody has looked at. */
export const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})
