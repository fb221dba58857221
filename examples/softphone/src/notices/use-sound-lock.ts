import type { Devices } from '@offhook/core'
import { useEffect, useState } from 'react'

/** Browsers keep a page silent until its first click or key; this unlocks the sound then, and says until when it is. */
export function useSoundLock(devices: Devices): boolean {
  const [isLocked, setIsLocked] = useState(() => navigator.userActivation?.hasBeenActive === false)
  useEffect(() => {
    const unlock = () => {
      setIsLocked(false)
      // a browser that still refuses is asked again at the next gesture
      devices.unlock().then(stop, () => {})
    }
    const gestures = ['pointerup', 'keydown'] as const
    const stop = () => {
      for (const gesture of gestures) window.removeEventListener(gesture, unlock)
    }
    for (const gesture of gestures) window.addEventListener(gesture, unlock)
    return stop
  }, [devices])
  return isLocked
}
