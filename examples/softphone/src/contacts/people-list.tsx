import { Search, Users } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Empty } from '../design/empty.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { ContactRow } from './contact-row.tsx'
import { useFound } from './use-found.ts'
import './contacts.css'

interface PeopleListProps {
  readonly text: string
  readonly book?: string | undefined
  /** What is said where the phonebook is empty. */
  readonly emptiness: string
}

const atOnce = 60

/** People as one types; more of them come as one goes down the list. */
export function PeopleList({ text, book, emptiness }: PeopleListProps) {
  const words = useWords()
  const { view } = useWorkspace()
  const open = useReadable(view).contact
  const wanted = `${book} ${text}`
  const [read, setRead] = useState({ wanted, limit: atOnce })
  // who looks for something else begins at the top
  const limit = read.wanted === wanted ? read.limit : atOnce
  const { status, contacts: found, hasMore } = useFound({ text, book, limit })
  // while phonebooks come in, rows would jump from under one's finger
  if (status === 'loading' && (text === '' || found.length === 0)) return <Waiting />
  if (found.length === 0) {
    if (status === 'asking') return <Waiting />
    return <Empty icon={text === '' ? Users : Search} text={text === '' ? emptiness : words.contacts.nobody(text)} />
  }
  return (
    <>
      <ul className="people" data-testid="people">
        {found.map((contact) => (
          <ContactRow
            key={contact.uid}
            contact={contact}
            wanted={text}
            isOpen={open !== undefined && 'uid' in open && open.uid === contact.uid}
          />
        ))}
      </ul>
      {hasMore && <More key={limit} onSeen={() => setRead({ wanted, limit: limit + atOnce })} />}
    </>
  )
}

/** Rows to be, so that nothing jumps when they are there. */
function Waiting() {
  const { contacts } = useWords()
  return (
    <div className="people-waiting" role="status" aria-label={contacts.loading} data-testid="loading">
      {[0, 1, 2, 3, 4].map((row) => (
        <span key={row} />
      ))}
    </div>
  )
}

/** The end of what is drawn; it asks for more before it is reached. */
function More({ onSeen }: { onSeen: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  const latest = useRef(onSeen)
  latest.current = onSeen
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '400px',
    })
    if (end.current) watch.observe(end.current)
    return () => watch.disconnect()
  }, [])
  return <div ref={end} className="people-end" />
}
