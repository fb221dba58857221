import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../design/button.tsx'
import { FormField } from '../design/form-field.tsx'
import { Select } from '../design/select.tsx'
import { useWords } from '../workspace/context.ts'
import { type DraftNumber, type NumberKind, numberKinds } from './draft.ts'

interface NumberLinesProps {
  readonly lines: readonly DraftNumber[]
  readonly problemAt: (at: number) => string | undefined
  readonly onChange: (lines: readonly DraftNumber[]) => void
}

/** The numbers of somebody, each with what it is for. */
export function NumberLines({ lines, problemAt, onChange }: NumberLinesProps) {
  const { contacts } = useWords()
  const change = (at: number, part: Partial<DraftNumber>) =>
    onChange(lines.map((line, place) => (place === at ? { ...line, ...part } : line)))
  return (
    <fieldset className="number-lines">
      <legend className="for-ears">{contacts.fields.numbers}</legend>
      {lines.map((line, at) => (
        // a line has no identity but its place
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at} className="number-line">
          <FormField
            label={contacts.fields.number}
            type="tel"
            data-testid={`contact-number-${at}`}
            autoComplete="off"
            value={line.number}
            problem={problemAt(at)}
            onChange={({ target }) => change(at, { number: target.value })}
          />
          <Select
            aria-label={contacts.fields.kind}
            data-testid={`contact-kind-${at}`}
            value={line.kind}
            // the options are the kinds
            onChange={({ target }) => change(at, { kind: target.value as NumberKind })}
          >
            {numberKinds.map((kind) => (
              <option key={kind} value={kind}>
                {contacts.numberKinds[kind]}
              </option>
            ))}
          </Select>
          <IconButton
            icon={X}
            label={contacts.removeNumber}
            onClick={() => onChange(lines.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <Button
        tone="quiet"
        icon={Plus}
        data-testid="add-number"
        onClick={() => onChange([...lines, { number: '', kind: 'work' }])}
      >
        {contacts.addNumber}
      </Button>
    </fieldset>
  )
}
