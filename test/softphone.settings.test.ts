import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// what a person chooses for themselves and their calls: it is true in every tab, and calls go where it says

softphoneStories((house) => {
  const { accessible, signedIn, open, see, miss, press, click, write, textOf } = house

  // the smallest PNG there is: one dot
  const dot = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )

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

  test('S6 a picture is seen in both tabs; a file that is none is told at the field, and it can be taken away', async () => {
    const [alice] = await signedIn('alice')
    const again = await open('alice again', '/?as=alice')
    await see(again, 'connection', { status: 'online' })
    await settings(alice, 'profile')
    const shown = (page: RigPage) => page.tab.$$eval('[data-testid=account-menu-button] img', (all) => all.length)
    await choosePicture(alice, 'not-a-picture.png', Buffer.from('this is none'))
    await see(alice, 'error', { code: 'bad-option' })
    await accessible(alice)
    expect(await shown(again)).toBe(0)
    await choosePicture(alice, 'dot.png', dot)
    for (const page of [alice, again]) await expect.poll(() => shown(page), soon).toBe(1)
    await miss(alice, 'error')
    await press(alice, 'picture-remove')
    for (const page of [alice, again]) await expect.poll(() => shown(page), soon).toBe(0)
  })

  test('S9 ringing aloud is turned off and on in one tab, and a ringing telephone in another follows at once', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    const again = await open('bob again', '/?as=bob', 660)
    await see(again, 'connection', { status: 'online' })
    // a browser makes no sound on a page that nobody has touched
    for (const page of [bob, again]) await press(page, 'section-settings')
    await settings(again, 'calls')
    await call(alice, '202')
    await see(bob, 'incoming')
    for (const page of [bob, again]) await expect.poll(() => page.ask('plays'), soon).toBe(true)
    await click(again, '[data-testid=switch-ringer] .switch')
    for (const page of [bob, again]) await expect.poll(() => page.ask('plays'), soon).toBe(false)
    await settings(bob, 'device')
    await see(bob, 'ringer-silenced')
    await settings(again, 'calls')
    await click(again, '[data-testid=switch-ringer] .switch')
    for (const page of [bob, again]) await expect.poll(() => page.ask('plays'), soon).toBe(true)
    await press(alice, 'hang-up')
    for (const page of [bob, again]) await expect.poll(() => page.ask('plays'), soon).toBe(false)
  })

  test('S9 it rings on the device that was chosen for ringing', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await settings(bob, 'device')
    const devices = () =>
      bob.tab.$$eval('[data-testid=device-ringer] option', (all) => all.map((one) => ('value' in one ? one.value : '')))
    await expect.poll(async () => (await devices()).length, soon).toBeGreaterThan(1)
    const chosen = (await devices()).at(-1) ?? ''
    await bob.tab.select('[data-testid=device-ringer]', chosen)
    await call(alice, '202')
    await see(bob, 'incoming')
    await expect.poll(() => bob.ask('playsOn'), soon).toContain(chosen)
    await press(bob, 'decline')
    await see(alice, 'ended')
  })

  test('C18 both telephones of bob ring, the second goes still when he answers on the first; one he turned off does not ring', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    const again = await open('bob again', '/?as=bob', 660)
    await see(again, 'connection', { status: 'online' })
    await call(alice, '202')
    await see(bob, 'incoming')
    await see(again, 'incoming')
    await press(bob, 'answer')
    await miss(again, 'incoming')
    await see(alice, 'call', { status: 'connected' })
    await press(alice, 'hang-up')
    await settings(again, 'calls')
    const reachable = '[data-testid=ring-device]:not([data-state=offline])'
    await expect.poll(() => again.tab.$$eval(reachable, (all) => all.length), soon).toBe(2)
    await click(again, `${reachable} .switch`)
    await see(again, 'ring-device', { on: 'false' })
    await call(alice, '202')
    await see(alice, 'call', { status: 'alerting' })
    const ringing = () =>
      Promise.all([bob, again].map(({ tab }) => tab.$$eval('[data-testid=incoming]', (all) => all.length)))
    await expect.poll(async () => (await ringing()).sort(), soon).toEqual([0, 1])
    await press(alice, 'hang-up')
    await settings(again, 'calls')
    await click(again, '[data-testid=ring-device][data-on=false] .switch')
    await miss(again, 'ring-device', { on: 'false' })
  })

  test('C18 a mobile number rings too where there is a way to it; where there is none the caller is told', async () => {
    const [carol] = await signedIn('carol')
    await settings(carol, 'profile')
    await write(carol, 'profile-mobile', '06 5557 7706')
    await press(carol, 'profile-save')
    await settings(carol, 'calls')
    await click(carol, '[data-testid=switch-simultaneousRing] .switch')
    await see(carol, 'switch-simultaneousRing', { on: 'true' })
    await press(carol, 'account-menu-button')
    await press(carol, 'sign-out')
    await see(carol, 'sign-in-alice')
    const [alice] = await signedIn('alice')
    await call(alice, '203')
    await see(alice, 'ended', { reason: 'unreachable' })
  })

  test('Q6 who comes back sees how they left: a status that keeps calls away is told, and ended by one click', async () => {
    const [dave] = await signedIn('dave')
    await press(dave, 'account-menu-button')
    await click(dave, 'label:has([data-testid=status-lunch])')
    await see(dave, 'account-menu-button', { status: 'lunch' })
    await dave.tab.keyboard.press('Escape')
    await settings(dave, 'calls')
    await click(dave, '[data-testid=switch-ringer] .switch')
    await see(dave, 'switch-ringer', { on: 'false' })
    await dave.tab.reload()
    await see(dave, 'connection', { status: 'online' })
    expect(await textOf(dave, 'reach-away')).toContain('Lunch')
    await see(dave, 'reach-silent')
    await see(dave, 'silent')
    await accessible(dave)
    await press(dave, 'reach-away-end')
    await press(dave, 'reach-silent-end')
    await miss(dave, 'reach-away')
    await miss(dave, 'reach-silent')
    await see(dave, 'account-menu-button', { status: 'available' })
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

  async function choosePicture({ tab }: RigPage, name: string, bytes: Uint8Array) {
    const file = join(house.data(), name)
    writeFileSync(file, bytes)
    const input = await tab.waitForSelector('[data-testid=picture-file]')
    // the selector names an input
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file)
  }

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
