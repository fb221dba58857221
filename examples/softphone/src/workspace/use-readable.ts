import type { Readable } from '@offhook/core'
import { useSyncExternalStore } from 'react'

/** The value of anything that can be read, in React: the only bridge there is between the SDK and the page. */
export const useReadable = <T>(readable: Readable<T>): T =>
  useSyncExternalStore(readable.subscribe, readable.getSnapshot)

const nothing: Readable<undefined> = { getSnapshot: () => undefined, subscribe: () => () => {} }

/** The same for a part that a back end may not have. */
export const useMaybe = <T>(readable: Readable<T> | undefined): T | undefined =>
  useReadable<T | undefined>(readable ?? nothing)
