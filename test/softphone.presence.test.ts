import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// what people say of themselves and what their telephones say, seen by the others as it happens

softphoneStories((house) => {
  const { accessible, signedIn, open, see, press, click, write, textOf } = house

  test('S1 S3 bob goes to lunch, and alice sees it where he stands in her team', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await press(alice, 'section-team')
    await say(bob, 'lunch')
    await see(bob, 'account-menu-button', { status: 'lunch' })
    await expectLine(alice, 'Bob de Vries', 'Lunch')
    await say(bob, 'available')
    await expectLine(alice, 'Bob de Vries', 'Beschikbaar')
  })

  test('S2 a status for an hour says until when, with a note; both tabs of bob and alice see it', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    const again = await open('bob again', '/?as=bob', 660)
    await see(again, 'connection', { status: 'online' })
    await press(alice, 'section-team')
    await say(bob, 'meeting')
    await press(bob, 'for-60')
    await write(bob, 'note', 'Zo terug')
    await (await see(bob, 'note')).press('Enter')
    await expectLine(alice, 'Bob de Vries', /^In overleg · tot .*\d\d:\d\d · Zo terug$/)
    await see(again, 'account-menu-button', { status: 'meeting' })
    expect(await textOf(again, 'account-menu-button')).toMatch(/tot .*\d\d:\d\d · Zo terug/)
    await accessible(bob)
    await say(again, 'available')
    await see(bob, 'account-menu-button', { status: 'available' })
  })

  test('S1 whoever calls is in a call for everybody, by itself', async () => {
    const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
    await press(carol, 'section-team')
    const field = await see(alice, 'dial-field')
    await field.type('202')
    await field.press('Enter')
    await press(bob, 'answer')
    await expectLine(carol, 'Bob de Vries', 'In gesprek')
    await expectLine(carol, 'Alice Jansen', 'In gesprek')
    await press(alice, 'hang-up')
    await expectLine(carol, 'Bob de Vries', 'Beschikbaar')
  })

  test('S3 the team is searched by any word of a name, and nothing else is found', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-team')
    await write(alice, 'search', 'berg')
    await see(alice, 'contact', { name: 'Carol van den Berg' })
    expect(await textOf(alice, 'people')).not.toContain('Bob')
    expect(await alice.tab.$eval('mark', (mark) => mark.textContent)).toBe('Berg')
    await write(alice, 'search', 'nobody at all')
    expect(await textOf(alice, 'empty')).toContain('nobody at all')
    await accessible(alice)
  })

  /** Says how one is, in the menu of the account. */
  async function say(page: RigPage, status: string) {
    const isOpen = await page.tab.$eval('[data-testid=account-menu]', (menu) => menu.matches(':popover-open'))
    if (!isOpen) await press(page, 'account-menu-button')
    await click(page, `label:has([data-testid="status-${status}"])`)
  }

  async function expectLine(page: RigPage, name: string, text: string | RegExp) {
    await see(page, 'contact', { name })
    const line = () => page.tab.$eval(`[data-name="${name}"] [data-testid=contact-line]`, (at) => at.textContent)
    await expect.poll(line, { timeout: 10_000 }).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
  }
})
