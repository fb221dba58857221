import { Switch } from '../design/switch.tsx'
import { KeyList } from '../shortcuts/key-list.tsx'
import { usePage } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** The shortcuts, and the switch for who speaks to the computer and would press them by talking. */
export function KeysCard() {
  const { preferences, words } = usePage()
  const { hasShortcuts } = useReadable(preferences)
  return (
    <section className="card">
      <h3>{words.keys.title}</h3>
      <Switch isOn={hasShortcuts} onChange={(isOn) => preferences.choose({ hasShortcuts: isOn })}>
        {words.keys.on}
      </Switch>
      <p className="soft">{words.keys.lead}</p>
      <KeyList />
    </section>
  )
}
