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
    let opened: HistoryList | undefined
    // who types is not answered letter by letter
    const timer = setTimeout(
      () => {
        opened = history.list(filterOf(view, text))
        setList(opened)
      },
      text === '' ? 0 : typingMs,
    )
    return () => {
      clearTimeout(timer)
      opened?.close()
    }
  }, [history, view, text])
  return { now: useReadable(list ?? loading), more: list?.more }
}
