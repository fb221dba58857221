import type { PresenceView } from '@offhook/core'
import { useMemo } from 'react'
import { useWorkspace } from '../workspace/context.ts'
import { useMaybe } from '../workspace/use-readable.ts'

/** The presence of a colleague, as it changes. */
export function usePresence(id: string): PresenceView | undefined {
  const { presence } = useWorkspace().phone
  return useMaybe(useMemo(() => presence?.of(id), [presence, id]))
}
