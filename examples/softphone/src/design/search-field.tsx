import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '../workspace/context.ts'
import { IconButton } from './button.tsx'

interface SearchFieldProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly label: string
}

/** A field to find something in; Escape empties it. */
export function SearchField({ text, onChange, label }: SearchFieldProps) {
  const { clear } = useWords()
  const field = useRef<HTMLInputElement>(null)
  const empty = () => {
    onChange('')
    field.current?.focus()
  }
  return (
    <div className="search-field">
      <Search size={18} aria-hidden />
      <input
        ref={field}
        type="search"
        className="field"
        data-testid="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => event.key === 'Escape' && text !== '' && empty()}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
      />
      {text !== '' && <IconButton icon={X} label={clear} onClick={empty} />}
    </div>
  )
}
