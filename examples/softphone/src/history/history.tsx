import type { History } from '@offhook/core'
import { Clock, CloudOff, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Segments } from '../design/segments.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { type HistoryView, views } from './filters.ts'
import { byDay, type Day } from './groups.ts'
import './history.css'
import { RecordRow } from './record-row.tsx'
import { useHistoryList } from './use-history-list.ts'

/** The calls there were, and the ways back to who was on the other side. */
export function HistoryPane({ history }: { history: History }) {
  const { history: words } = useWords()
  const [view, setView] = useState<HistoryView>('all')
  const [text, setText] = useState('')
  useSeen(history)
  return (
    <section className="pane" aria-label={words.title} data-testid="history">
      <header className="pane-head">
        <div className="pane-title">
          <h2>{words.title}</h2>
        </div>
        <SearchField text={text} onChange={setText} label={words.search} />
        <Segments
          legend={words.filter}
          testId="history-filter"
          options={views.map((value) => ({ value, label: words.views[value] }))}
          value={view}
          onChange={setView}
        />
      </header>
      <Records history={history} view={view} text={text} />
    </section>
  )
}

function Records({ history, view, text }: { history: History; view: HistoryView; text: string }) {
  const words = useWords()
  const { attempt } = useWorkspace()
  const { now, more } = useHistoryList(history, view, text)
  const [open, setOpen] = useState<string>()
  const read = () => more && attempt(more)
  if (now.status === 'failed' && now.records.length === 0) {
    return (
      <Empty icon={CloudOff} text={words.errors[now.error.code].what}>
        <Button onClick={read}>{words.tryAgain}</Button>
      </Empty>
    )
  }
  if (now.records.length === 0) {
    if (now.status === 'loading') return <p className="soft records-wait">{words.history.loading}</p>
    return (
      <Empty
        icon={text === '' ? Clock : Search}
        text={text === '' ? words.history.empty[view] : words.history.nothing(text)}
      />
    )
  }
  return (
    <div className="records" data-testid="records">
      {byDay(now.records).map((day) => (
        <section key={day.ago} aria-label={nameOf(day, words)}>
          <h3 className="records-day small soft">{nameOf(day, words)}</h3>
          <ul>
            {day.records.map((record) => (
              <RecordRow
                key={record.id}
                record={record}
                history={history}
                isOpen={open === record.id}
                onToggle={() => setOpen(open === record.id ? undefined : record.id)}
              />
            ))}
          </ul>
        </section>
      ))}
      {now.hasMore && (
        <Button tone="quiet" data-testid="more" isIdle={now.status === 'loading-more'} onClick={read}>
          {now.status === 'loading-more' ? words.history.loading : words.history.more}
        </Button>
      )}
    </div>
  )
}

function nameOf({ ago, at }: Day, { history, locale }: Words): string {
  if (ago === 0) return history.today
  if (ago === 1) return history.yesterday
  return new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** Who looks at the history sees what is new in it, also what comes while they look. */
function useSeen(history: History): void {
  const { attempt } = useWorkspace()
  const { unseenMissed = 0 } = useReadable(history)
  useEffect(() => {
    const see = () => {
      if (unseenMissed > 0 && !document.hidden) attempt(history.markSeen)
    }
    see()
    document.addEventListener('visibilitychange', see)
    return () => document.removeEventListener('visibilitychange', see)
  }, [history, unseenMissed, attempt])
}
