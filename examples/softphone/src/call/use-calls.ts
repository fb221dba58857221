import type { Call, CallSnapshot, Consultation } from '@offhook/core'
import { useEffect, useMemo, useState } from 'react'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { together } from '../workspace/together.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
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

/** Who is on the other side, for the eye: the phonebooks are looked at as they and the call change. */
export function useFace(call: CallSnapshot): Face {
  const { directory } = useWorkspace().phone
  useReadable(directory)
  const { number } = call.remote
  useIdentify(number)
  const found = number === undefined ? undefined : directory.lookup(number)[0]
  const uid = found?.uid
  const contact = useMaybe(useMemo(() => (uid === undefined ? undefined : directory.of(uid)), [directory, uid]))
  return faceOf(call.remote, contact, useWords().unknownCaller)
}

/** Asks the phonebooks that are too large to be held here; whom they know is found by the next look. */
function useIdentify(number: string | undefined): void {
  const { directory } = useWorkspace().phone
  const [, setAsked] = useState('')
  useEffect(() => {
    let isWanted = true
    if (number !== undefined) directory.identify(number).then(() => isWanted && setAsked(number))
    return () => {
      isWanted = false
    }
  }, [directory, number])
}

/** The faces of several, for a sentence about them. */
export function useFaces(calls: readonly Call[]): readonly Face[] {
  const { directory } = useWorkspace().phone
  useReadable(directory)
  const { unknownCaller } = useWords()
  return calls.map((call) => {
    const { remote } = call.getSnapshot()
    const contact = remote.number === undefined ? undefined : directory.lookup(remote.number)[0]
    return faceOf(remote, contact, unknownCaller)
  })
}
