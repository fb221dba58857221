import { createStore, type History, type HistoryList, type HistoryListSnapshot } from '@offhook/core'
import { useEffect, useState } from 'react'
import { useReadable } from '../workspace/use-readable.ts'
import { filterOf, type HistoryView } from './filters.ts'

const loading = createStore<HistoryListSnapshot>({ status: 'loading', records: [], hasMore: false })

const typingMs = 200

/** A list of the history for as long as it is in sight; `more` reads on. */
export function useHistoryList(history: History, view: HistoryView, text: string) {
  const [list, setList] = useState<HistoryList>()
  useEffect(() => {
    // who types is not answered letter by letter
    const open = () => setList(history.list(filterOf(view, text)))
    const timer = setTimeout(open, text === '' ? 0 : typingMs)
    return () => clearTimeout(timer)
  }, [history, view, text])
  // a list stays in sight until the next one is there: one that is closed has nothing to show but that
  useEffect(() => () => list?.close(), [list])
  return { now: useReadable(list ?? loading), more: list?.more }
}
