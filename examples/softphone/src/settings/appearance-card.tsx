import { LanguageChoice, ThemeChoice } from '../preferences/choices.tsx'
import { useWords } from '../workspace/context.ts'

/** Language and theme. */
export function AppearanceCard() {
  const { appearance } = useWords()
  return (
    <section className="card">
      <h3>{appearance.title}</h3>
      <div className="settings-row">
        <span>{appearance.language}</span>
        <LanguageChoice />
      </div>
      <div className="settings-row">
        <span>{appearance.theme}</span>
        <ThemeChoice />
      </div>
    </section>
  )
}
