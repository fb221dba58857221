import type { Call, CallSnapshot, Consultation } from '@offhook/core'
import { useMemo } from 'react'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { together } from '../workspace/together.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { type Face, faceOf } from './party.ts'

/** Every call there is, renewed when the status of any of them is. */
function useCalls(): readonly Call[] {
  const { all } = useReadable(useWorkspace().phone.calls)
  useReadable(useMemo(() => together(all), [all]))
  return all
}

const isRinging = (call: Call) => call.getSnapshot().status === 'ringing'

/** The calls that ring here, oldest first. */
export const useRinging = (): readonly Call[] => useCalls().filter(isRinging)

/** The calls that are neither in sight nor ringing; who waits for a warm transfer is in sight with it. */
export function useOthers(): readonly Call[] {
  const { shown, consultations } = useWorkspace()
  const inSight = useReadable(shown)
  const together = useReadable(consultations)
    .map(({ original, colleague }) => [original, colleague])
    .find((pair) => pair.some((call) => call === inSight))
  return useCalls().filter((call) => call !== inSight && !together?.includes(call) && !isRinging(call))
}

/** The warm transfer a call is part of, on either side. */
export function useConsultation(call: Call): Consultation | undefined {
  const consultations = useReadable(useWorkspace().consultations)
  return consultations.find(({ original, colleague }) => original === call || colleague === call)
}

/** Who is on the other side, for the eye. */
export const useFace = ({ remote }: CallSnapshot): Face => faceOf(remote, useWords().unknownCaller)
