import { useWords } from '../workspace/context.ts'
import { shortcuts } from './shortcuts.ts'
import './help.css'

/** Every shortcut and what it does. */
export function KeyList() {
  const { keys } = useWords()
  return (
    <dl className="key-list">
      {shortcuts.map(({ key, hasShift, label }) => (
        <div key={key}>
          <dt>
            {hasShift && <kbd>⇧</kbd>}
            <kbd>{key}</kbd>
          </dt>
          <dd>{label(keys)}</dd>
        </div>
      ))}
      <div>
        <dt>
          <kbd>0–9</kbd>
        </dt>
        <dd>{keys.digits}</dd>
      </div>
      <div>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>{keys.back}</dd>
      </div>
    </dl>
  )
}
