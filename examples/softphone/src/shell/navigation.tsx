import { useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
import { sections } from './sections.ts'
import './navigation.css'

/** The sections: beside the page where there is room, below it where there is not. */
export function Navigation() {
  const words = useWords()
  const { view, phone } = useWorkspace()
  const { section } = useReadable(view)
  return (
    <nav className="navigation" aria-label={words.sections.label}>
      {sections.map(
        ({ id, icon: Icon, label, isWideOnly = false, isThere = () => true }) =>
          isThere(phone) && (
            <button
              key={id}
              type="button"
              data-testid={`section-${id}`}
              data-wide-only={isWideOnly}
              aria-current={section === id ? 'page' : undefined}
              onClick={() => view.go(id)}
            >
              <span className="navigation-icon">
                <Icon size={20} aria-hidden />
                {id === 'history' && <Unseen />}
              </span>
              {label(words)}
            </button>
          ),
      )}
    </nav>
  )
}

const mostShown = 99

/** How many calls were missed and not seen. */
function Unseen() {
  const { history: words } = useWords()
  const { unseenMissed = 0 } = useMaybe(useWorkspace().phone.history) ?? {}
  if (unseenMissed === 0) return null
  return (
    <span className="badge numbers" data-testid="unseen">
      {Math.min(unseenMissed, mostShown)}
      <span className="for-ears"> {words.unseen}</span>
    </span>
  )
}
