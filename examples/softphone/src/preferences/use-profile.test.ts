import { createPhone } from '@offhook/core'
import { createOffice } from '@offhook/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createPreferences } from './preferences.ts'
import { followProfile } from './use-profile.ts'

/** A window of alice with preferences of its own. */
function windowIn(office: ReturnType<typeof createOffice>) {
  const { account, close } = createPhone(office.join('alice'))
  const preferences = createPreferences(['nl'], undefined)
  const errors: unknown[] = []
  const attempt = (command: () => unknown) => void Promise.resolve(command()).catch((error) => errors.push(error))
  const stop = followProfile(preferences, account, attempt)
  onTestFinished(() => {
    stop()
    close()
  })
  const theme = () => preferences.getSnapshot().theme
  return { account, preferences, theme, errors }
}

test('S6 a theme chosen in one window is that of the other', async () => {
  const office = createOffice()
  const [one, other] = [windowIn(office), windowIn(office)]
  await expect.poll(() => one.account.getSnapshot().status).toBe('signed-in')
  one.preferences.choose({ theme: 'dark', language: 'en' })
  expect(one.theme()).toBe('dark')
  await expect.poll(() => other.preferences.getSnapshot()).toMatchObject({ theme: 'dark', language: 'en' })
})

test('S6 a theme that could not be kept is taken back, and said', async () => {
  const office = createOffice()
  const { account, preferences, theme, errors } = windowIn(office)
  await expect.poll(() => account.getSnapshot().status).toBe('signed-in')
  office.account.refuseNext()
  preferences.choose({ theme: 'dark' })
  await expect.poll(theme).toBe('system')
  expect(errors).toMatchObject([{ code: 'refused' }])
})

test('S6 other news of the profile leaves the theme alone', async () => {
  const office = createOffice()
  const { account, preferences, theme } = windowIn(office)
  await expect.poll(() => account.getSnapshot().status).toBe('signed-in')
  await account.update({ name: 'Alice J.' })
  preferences.choose({ theme: 'light' })
  await account.update({ name: 'Alice' })
  await expect.poll(theme).toBe('light')
})
