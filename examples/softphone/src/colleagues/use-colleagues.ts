import { useMemo } from 'react'
import { useOwner } from '../account/use-owner.ts'
import type { Callee } from '../contacts/callee.ts'
import { numbersOf } from '../contacts/callee.ts'
import { useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

const most = 30

/** The colleagues one calls most: starred ones first, at their extension. Oneself is none of them. */
export function useColleagues(): readonly Callee[] {
  const { directory } = useWorkspace().phone
  const { extension } = useOwner()
  const { books } = useReadable(directory)
  const book = books.find(({ kind }) => kind === 'internal')?.id
  // before there is such a phonebook nobody is in it
  const colleagues = useMemo(() => directory.watch({ book: book ?? '', limit: most }), [directory, book])
  return useReadable(colleagues).contacts.flatMap((contact) => {
    const [phone] = numbersOf(contact)
    return phone && phone.number !== extension ? [{ contact, phone }] : []
  })
}
