import type { DirectoryAnswer } from '@offhook/core'
import { useMemo } from 'react'
import { useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

interface Wanted {
  readonly text: string
  /** Of one phonebook; absent: of all. */
  readonly book?: string | undefined
  readonly limit: number
}

/** The contacts a text may mean, or, without a text, the phonebook in its order; true as long as they are in sight. */
export function useFound({ text, book, limit }: Wanted): DirectoryAnswer {
  const { directory } = useWorkspace().phone
  const found = useMemo(
    () => directory.watch({ text, limit, ...(book === undefined ? {} : { book }) }),
    [directory, text, book, limit],
  )
  return useReadable(found)
}
