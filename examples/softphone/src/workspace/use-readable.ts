import type { Readable } from '@offhook/core'
import { useSyncExternalStore } from 'react'

/** The value of anything that can be read, in React: the only bridge there is between the SDK and the page. */
export const useReadable = <T>(readable: Readable<T>): T =>
  useSyncExternalStore(readable.subscribe, readable.getSnapshot)
