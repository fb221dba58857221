import { useCallback, useSyncExternalStore } from 'react'

/** Whole seconds since a moment (ms since the epoch), renewed exactly when a second is full. */
export const useSecondsSince = (moment: number) => useSeconds(moment, Math.floor)

/** Whole seconds until a moment, 0 when it is past. */
export const useSecondsUntil = (moment: number) => Math.max(0, -useSeconds(moment, Math.floor))

function useSeconds(moment: number, round: (seconds: number) => number): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout>
      const wait = () => {
        const into = (((Date.now() - moment) % 1000) + 1000) % 1000
        // a little late rather than early, or the second would be shown twice and the next one not at all
        timer = setTimeout(tick, 1000 - into + 5)
      }
      const tick = () => {
        listener()
        wait()
      }
      wait()
      return () => clearTimeout(timer)
    },
    [moment],
  )
  return useSyncExternalStore(subscribe, () => round((Date.now() - moment) / 1000))
}
