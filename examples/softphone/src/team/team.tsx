import { useState } from 'react'
import { PeopleList } from '../contacts/people-list.tsx'
import { SearchField } from '../design/search-field.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** The colleagues, and how each of them is. */
export function Team() {
  const { team } = useWords()
  const { books } = useReadable(useWorkspace().phone.directory)
  const [text, setText] = useState('')
  const book = books.find(({ kind }) => kind === 'internal')?.id
  return (
    <section className="pane" aria-label={team.title} data-testid="team">
      <header className="pane-head">
        <div className="pane-title">
          <h2>{team.title}</h2>
        </div>
        <SearchField text={text} onChange={setText} label={team.search} />
      </header>
      <PeopleList text={text} book={book} emptiness={team.empty} />
    </section>
  )
}
