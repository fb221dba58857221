import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { accessible, softphoneStories } from './rig/softphone.ts'

// what a person chooses for themselves and their calls: it is true in every tab, and calls go where it says

softphoneStories((house) => {
  const { signedIn, open, see, press, click, write, textOf } = house

  // what reaches another tab goes by the exchange
  const soon = { timeout: 10_000 }

  test('S6 name, mobile number and theme of the profile change in both tabs; a wrong number is told at its field', async () => {
    const [alice] = await signedIn('alice')
    const again = await open('alice again', '/?as=alice')
    await see(again, 'connection', { status: 'online' })
    await settings(alice, 'profile')
    await write(alice, 'profile-mobile', 'my number')
    await press(alice, 'profile-save')
    expect(await textOf(alice, 'problem')).not.toBe('')
    await write(alice, 'profile-name', 'Alice J. Jansen')
    await write(alice, 'profile-mobile', '06 5557 7705')
    await press(alice, 'profile-save')
    await expect.poll(() => textOf(again, 'account-menu-button'), soon).toContain('Alice J. Jansen')
    await click(alice, '[data-testid=theme] label:nth-of-type(3)')
    await expect.poll(() => again.tab.$eval('html', (html) => html.dataset.theme), soon).toBe('dark')
    await accessible(alice)
    await click(alice, '[data-testid=theme] label:nth-of-type(2)')
    await expect.poll(() => again.tab.$eval('html', (html) => html.dataset.theme), soon).toBe('light')
    await accessible(alice)
    await write(alice, 'profile-name', 'Alice Jansen')
    await press(alice, 'profile-save')
    await expect.poll(() => textOf(again, 'account-menu-button')).not.toContain('J.')
  })

  test('S8 while bob has lunch, colleagues who call him get carol', async () => {
    const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
    await settings(bob, 'forwarding')
    await bob.tab.select('[data-testid=forwarding-status]', 'lunch')
    const rule = '[data-testid=rules-inside] [data-testid=rule-always]'
    await bob.tab.select(`${rule} select`, 'colleague')
    const number = await bob.tab.waitForSelector(`${rule} input`)
    await number?.type('not an extension')
    await number?.press('Enter')
    await see(bob, 'problem')
    await accessible(bob)
    await number?.click({ count: 3 })
    await number?.type('203')
    await number?.press('Enter')
    await see(bob, 'rule-always', { choice: 'colleague' })
    await press(bob, 'account-menu-button')
    await click(bob, 'label:has([data-testid=status-lunch])')
    await see(bob, 'account-menu-button', { status: 'lunch' })
    await call(alice, '202')
    expect(await textOf(carol, 'incoming')).toContain('Alice Jansen')
    await press(carol, 'decline')
    await see(alice, 'ended')
  })

  test('S7 own hours take the place of those of the office, in both tabs', async () => {
    const [carol] = await signedIn('carol')
    const again = await open('carol again', '/?as=carol', 880)
    for (const page of [carol, again]) await settings(page, 'forwarding')
    await click(carol, '[data-testid=hours-card] .switch')
    await see(carol, 'hours-zone')
    await accessible(carol)
    await carol.tab.select('[data-testid=hours-zone]', 'Europe/Lisbon')
    await press(carol, 'hours-save')
    const zone = () =>
      again.tab.$eval('[data-testid=hours-zone]', (at) => ('value' in at ? at.value : '')).catch(() => '')
    await expect.poll(zone, soon).toBe('Europe/Lisbon')
  })

  test('C18 without call waiting a second caller hears busy', async () => {
    const [alice, dave, carol] = await signedIn('alice', 'dave', 'carol')
    await settings(dave, 'calls')
    await see(dave, 'switch-callWaiting', { on: 'true' })
    await click(dave, '[data-testid=switch-callWaiting] .switch')
    await see(dave, 'switch-callWaiting', { on: 'false' })
    await accessible(dave)
    await call(alice, '204')
    await press(dave, 'answer')
    await see(alice, 'call', { status: 'connected' })
    await call(carol, '204')
    await see(carol, 'ended', { reason: 'busy' })
    await press(alice, 'hang-up')
    await settings(dave, 'calls')
    await click(dave, '[data-testid=switch-callWaiting] .switch')
    await see(dave, 'switch-callWaiting', { on: 'true' })
  })

  test('C4 the number others see is chosen at the dial field for one call, and they see it', async () => {
    const [alice, dave] = await signedIn('alice', 'dave')
    const chosen = () => alice.tab.$eval('[data-testid=caller-id]', (at) => ('value' in at ? at.value : ''))
    await expect
      .poll(() => alice.tab.$$eval('[data-testid=caller-id] option', (all) => all.length), soon)
      .toBeGreaterThan(1)
    const usual = await chosen()
    await alice.tab.select('[data-testid=caller-id]', '+31205550800')
    await call(alice, '204')
    expect(await textOf(dave, 'incoming')).toContain('Support')
    await press(dave, 'decline')
    await see(alice, 'ended')
    expect(await chosen()).toBe(usual)
  })

  async function settings(page: RigPage, part: string) {
    await press(page, 'section-settings')
    await see(page, 'settings-parts')
    await click(page, `[data-testid=settings-parts] label:has([value=${part}])`)
  }

  async function call(page: RigPage, number: string) {
    const field = await see(page, 'dial-field')
    await field.type(number)
    await field.press('Enter')
  }
})
