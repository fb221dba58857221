import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../design/button.tsx'
import { Segments } from '../design/segments.tsx'
import { type Language, languages } from '../i18n/language.ts'
import { usePage } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { type Theme, themes } from './preferences.ts'

const icons = { system: Monitor, light: Sun, dark: Moon } as const

// the keys of a table are exactly its own names, which Object.keys does not know
const languageNames = Object.keys(languages) as Language[]

/** Chooses the language of the page. */
export function LanguageChoice() {
  const { preferences, words } = usePage()
  const { language } = useReadable(preferences)
  const options = languageNames.map((value) => ({ value, label: languages[value], face: value.toUpperCase() }))
  return (
    <Segments
      legend={words.appearance.language}
      options={options}
      value={language}
      onChange={(chosen) => preferences.choose({ language: chosen })}
    />
  )
}

/** Chooses the theme, all three in sight. */
export function ThemeChoice() {
  const { preferences, words } = usePage()
  const { theme } = useReadable(preferences)
  const options = themes.map((value) => ({ value, label: words.appearance.themes[value] }))
  return (
    <Segments
      legend={words.appearance.theme}
      testId="theme"
      options={options}
      value={theme}
      onChange={(chosen) => preferences.choose({ theme: chosen })}
    />
  )
}

/** Goes to the next theme with each click. */
export function ThemeButton() {
  const { preferences, words } = usePage()
  const { theme } = useReadable(preferences)
  const label = `${words.appearance.theme}: ${words.appearance.themes[theme]}`
  return <IconButton icon={icons[theme]} label={label} onClick={() => preferences.choose({ theme: next(theme) })} />
}

const next = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
