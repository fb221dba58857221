import { expect, test } from 'vitest'
import { createPreferences } from './preferences.ts'

const shelf = (text: string | null = null) => {
  let kept = text
  return {
    kept: () => JSON.parse(kept ?? 'null'),
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value
    },
  }
}

test('S6 without choices the page is as the browser and the system are', () => {
  expect(createPreferences(['nl-NL'], shelf()).getSnapshot()).toEqual({
    ...{ language: 'nl', theme: 'system', hasShortcuts: true, wantsNotifications: false },
  })
})

test('S6 a choice is kept for the next time', () => {
  const storage = shelf()
  createPreferences(['nl'], storage).choose({ theme: 'dark', language: 'en' })
  expect(createPreferences(['nl'], storage).getSnapshot()).toMatchObject({ theme: 'dark', language: 'en' })
})

test.each(['', '{', '[]', '"dark"', 'null', '{"theme":"pink","language":"xx","hasShortcuts":"yes"}'])(
  'S6 what is not a preference is not taken from the storage: %s',
  (text) => {
    expect(createPreferences(['en'], shelf(text)).getSnapshot()).toEqual({
      ...{ language: 'en', theme: 'system', hasShortcuts: true, wantsNotifications: false },
    })
  },
)

test('S6 a storage that is forbidden or full does not keep anybody from choosing', () => {
  const refusing = {
    getItem: () => {
      throw new Error('SecurityError')
    },
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  }
  const preferences = createPreferences(['en'], refusing)
  preferences.choose({ theme: 'light' })
  expect(preferences.getSnapshot().theme).toBe('light')
  expect(createPreferences(['en'], undefined).getSnapshot().theme).toBe('system')
})
