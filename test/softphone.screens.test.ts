import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// every screen as people see it: in the light and in the dark, on a wide screen and in the narrowest window there is

softphoneStories(
  (house) => {
    const { accessible, signedIn, see, press, click } = house

    const part = (name: string) => async (page: RigPage) => {
      await press(page, 'section-settings')
      await click(page, `[data-testid=settings-parts] label:has([value=${name}])`)
    }

    /** Each screen, and how one gets there. */
    const screens: Readonly<Record<string, (page: RigPage) => Promise<unknown>>> = {
      phone: (page) => press(page, 'section-phone'),
      team: async (page) => {
        await press(page, 'section-team')
        await see(page, 'contact')
      },
      contacts: async (page) => {
        await press(page, 'section-contacts')
        await see(page, 'contact')
      },
      contact: async (page) => {
        await press(page, 'section-contacts')
        const row = await see(page, 'contact')
        await (await row.$('button'))?.click()
        await see(page, 'contact-card')
      },
      form: async (page) => {
        await press(page, 'section-contacts')
        await press(page, 'add-contact')
        await see(page, 'contact-form')
      },
      history: async (page) => {
        await press(page, 'section-history')
        const row = await see(page, 'record')
        await (await row.$('button'))?.click()
        await see(page, 'delete-record')
      },
      profile: part('profile'),
      calls: part('calls'),
      forwarding: part('forwarding'),
      device: part('device'),
    }

    test.each(['light', 'dark'] as const)(
      'who cannot see or has no mouse can use every screen, in the %s',
      async (theme) => {
        const [alice] = await signedIn('alice')
        await part('profile')(alice)
        await click(alice, `[data-testid=theme] label:nth-of-type(${theme === 'light' ? 2 : 3})`)
        await expect.poll(() => alice.tab.$eval('html', (html) => html.dataset.theme)).toBe(theme)
        for (const [name, go] of Object.entries(screens)) {
          await go(alice)
          await accessible(alice, name)
        }
      },
    )

    test('nothing is cut off in a window of 320 pixels, on any screen', async () => {
      const [alice] = await signedIn('alice')
      for (const [name, go] of Object.entries(screens)) {
        await alice.tab.setViewport({ width: 1280, height: 800 })
        await go(alice)
        await alice.tab.setViewport({ width: 320, height: 640 })
        expect(await tooWide(alice), name).toEqual([])
        await accessible(alice, `${name}, narrow`)
      }
    })

    /** What reaches over the edge of the window, for the words of it. */
    const tooWide = ({ tab }: RigPage) =>
      tab.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter(
            (at) => at.getBoundingClientRect().right > innerWidth + 1 && at.closest('.suggestions, .for-ears') === null,
          )
          .map((at) => `${at.tagName} ${at.className} ${at.textContent?.slice(0, 40)}`),
      )
  },
  { databases: ['PGlite'] },
)
