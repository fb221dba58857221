import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { sections } from './sections.ts'
import './navigation.css'

/** The sections: beside the page where there is room, below it where there is not. */
export function Navigation() {
  const words = useWords()
  const { view } = useWorkspace()
  const { section } = useReadable(view)
  return (
    <nav className="navigation" aria-label={words.sections.label}>
      {sections.map(({ id, icon: Icon, label, isNarrowOnly = false }) => (
        <button
          key={id}
          type="button"
          data-narrow-only={isNarrowOnly}
          aria-current={section === id ? 'page' : undefined}
          onClick={() => view.go(id)}
        >
          <span className="navigation-icon">
            <Icon size={20} aria-hidden />
          </span>
          {label(words)}
        </button>
      ))}
    </nav>
  )
}
