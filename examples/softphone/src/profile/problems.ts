import { OffhookError } from '@offhook/core'
import { useState } from 'react'
import { useWords } from '../workspace/context.ts'

/** What a form does with what was not accepted. */
export interface Saving {
  readonly isSaving: boolean
  /** What went wrong beside the fields. */
  readonly error: OffhookError | undefined
  /** What is wrong with a field, by the first word of its pointer. */
  problemOf(field: string): string | undefined
  /** Runs it; true when it was accepted. */
  run(save: () => Promise<unknown>): Promise<boolean>
}

/** Saves a form once at a time, and keeps what was wrong with it until the next try. */
export function useSaving(): Saving {
  const { problems } = useWords()
  const [isSaving, setIsSaving] = useState(false)
  const [error, setError] = useState<OffhookError>()
  return {
    isSaving,
    error: error?.code === 'invalid' && error.problems.length > 0 ? undefined : error,
    problemOf(field) {
      const found = error?.problems.find(({ pointer }) => pointer.split('/')[1] === field)
      return found && (problems[found.code] ?? found.detail)
    },
    async run(save) {
      if (isSaving) return false
      setIsSaving(true)
      try {
        await save()
        setError(undefined)
        return true
      } catch (thrown) {
        setError(thrown instanceof OffhookError ? thrown : new OffhookError('refused', { cause: thrown }))
        return false
      } finally {
        setIsSaving(false)
      }
    },
  }
}
