import type { Contact } from '@offhook/core'
import { useEffect, useState } from 'react'
import { useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

interface Wanted {
  readonly text: string
  /** Of one phonebook; absent: of all. */
  readonly book?: string | undefined
  readonly limit: number
}

/** The contacts a text may mean, or, without a text, the phonebook in its order; renewed when contacts come or go. */
export function useFound({ text, book, limit }: Wanted): readonly Contact[] {
  const { directory } = useWorkspace().phone
  const { books } = useReadable(directory)
  const far = useFar(text, book, limit)
  const where = book === undefined ? {} : { book }
  if (text.trim() === '') return directory.list({ ...where, limit })
  const isHeldWhole = books.every(({ id, held }) => held === 'whole' || (book !== undefined && book !== id))
  return isHeldWhole || far?.text !== text ? directory.search(text, { ...where, limit }) : far.contacts
}

/** The same, with what the phonebooks say that are too large to be held here; it comes a moment later. */
function useFar(text: string, book: string | undefined, limit: number) {
  const { directory } = useWorkspace().phone
  const { books } = useReadable(directory)
  const [far, setFar] = useState<{ readonly text: string; readonly contacts: readonly Contact[] }>()
  const isAsked = books.some(({ id, held }) => held === 'asked' && (book === undefined || book === id))
  useEffect(() => {
    if (!isAsked || text.trim() === '') return
    const asking = new AbortController()
    const options = { limit, signal: asking.signal, ...(book === undefined ? {} : { book }) }
    // who types on is not kept waiting for an answer that nobody wants any more
    const timer = setTimeout(async () => {
      const contacts = await directory.find(text, options)
      if (!asking.signal.aborted) setFar({ text, contacts })
    }, 150)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [directory, isAsked, text, book, limit])
  return far
}
