import type { Account, Profile } from '@offhook/core'
import { useEffect } from 'react'
import { preferredLanguage } from '../i18n/language.ts'
import { usePage, useWorkspace } from '../workspace/context.ts'
import type { PreferenceStore } from './preferences.ts'

/** Language and theme are those of the profile, on every device; what is chosen here is written there. */
export function useProfilePreferences(): void {
  const { preferences } = usePage()
  const { phone, attempt } = useWorkspace()
  const { account } = phone
  useEffect(() => account && followProfile(preferences, account, attempt), [preferences, account, attempt])
}

/** Keeps both the same: the profile as the back end tells it wins, but for what was just chosen here. */
export function followProfile(
  preferences: PreferenceStore,
  account: Account,
  attempt: (command: () => unknown) => void,
): () => void {
  let known: Profile | undefined

  const take = () => {
    const now = account.getSnapshot()
    if (now.status !== 'signed-in' || now.profile === known) return
    const before = known
    known = now.profile
    const { language, theme } = now.profile
    // other news of the profile does not undo what was chosen here meanwhile
    if (before?.language === language && before.theme === theme) return
    preferences.choose({ language: preferredLanguage([language]), theme })
  }
  const tell = () => {
    if (known === undefined) return
    const { language, theme } = preferences.getSnapshot()
    const changes = {
      ...(language !== preferredLanguage([known.language]) && { language }),
      ...(theme !== known.theme && { theme }),
    }
    if (Object.keys(changes).length === 0) return
    attempt(async () => {
      try {
        await account.update(changes)
      } catch (error) {
        if (known) preferences.choose({ language: preferredLanguage([known.language]), theme: known.theme })
        throw error
      }
    })
  }
  const stops = [account.subscribe(take), preferences.subscribe(tell)]
  take()
  return () => {
    for (const stop of stops) stop()
  }
}
