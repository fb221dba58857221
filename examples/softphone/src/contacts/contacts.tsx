import type { Book } from '@offhook/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Segments } from '../design/segments.tsx'
import type { Words } from '../i18n/language.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { newDraft } from './draft.ts'
import { FileMenu } from './file-menu.tsx'
import { PeopleList } from './people-list.tsx'

const all = 'all'

/** The phonebooks: each by itself, or all of them at once. */
export function Contacts() {
  const words = useWords()
  const { phone, view } = useWorkspace()
  const { books } = useReadable(phone.directory)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(all)
  const book = books.find(({ id }) => id === chosen)
  const { empty, large } = words.contacts
  const canAdd = books.some(({ readOnly }) => !readOnly)
  return (
    <section className="pane" aria-label={words.contacts.title} data-testid="contacts">
      <header className="pane-head">
        <div className="pane-title">
          <h2>{words.contacts.title}</h2>
          <FileMenu book={book} />
          {canAdd && (
            <Button
              tone="quiet"
              icon={Plus}
              data-testid="add-contact"
              onClick={() => view.toContact({ how: 'add', draft: newDraft() })}
            >
              {words.contacts.add}
            </Button>
          )}
        </div>
        <SearchField text={text} onChange={setText} label={words.contacts.search} />
        <Segments
          legend={words.contacts.book}
          testId="books"
          options={[{ value: all, label: words.contacts.books.all }, ...books.map(optionOf(books, words))]}
          value={book?.id ?? all}
          onChange={setChosen}
        />
      </header>
      <PeopleList text={text} book={book?.id} emptiness={book?.held === 'asked' ? large : empty[book?.kind ?? 'all']} />
    </section>
  )
}

/** A phonebook is called by its kind, unless there are several of that kind. */
const optionOf =
  (books: readonly Book[], { contacts }: Words) =>
  ({ id, name, kind }: Book) => {
    const isOnly = books.filter((book) => book.kind === kind).length === 1
    return { value: id, label: isOnly && kind !== 'crm' ? contacts.books[kind] : name }
  }
