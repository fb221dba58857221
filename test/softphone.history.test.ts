import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// the calls there were, and what one does with them

softphoneStories((house) => {
  const { accessible, signedIn, open, see, miss, press, click, write, textOf } = house

  test('H1 a missed call is counted in both tabs of bob until one of them has seen it, and is called back', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    const again = await open('bob again', '/?as=bob', 660)
    await see(again, 'connection', { status: 'online' })
    // the demo has a past with missed calls in it
    await press(bob, 'section-history')
    await miss(again, 'unseen')
    await press(bob, 'section-phone')
    await call(alice, '202')
    await see(bob, 'incoming')
    await press(alice, 'hang-up')
    expect(await textOf(bob, 'unseen')).toMatch(/^1/)
    expect(await textOf(again, 'unseen')).toMatch(/^1/)
    await press(bob, 'section-history')
    await miss(bob, 'unseen')
    await miss(again, 'unseen')
    expect(await textOf(bob, 'record')).toContain('Alice Jansen')
    await accessible(bob)
    await press(bob, 'call-back')
    await see(alice, 'incoming')
    await press(alice, 'decline')
    await see(bob, 'ended', { reason: 'declined' })
  })

  test('H1 the filters show what they say, and a text narrows them', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-history')
    for (const [filter, attribute, value] of [
      ['missed', 'data-kind', 'missed'],
      ['incoming', 'data-direction', 'incoming'],
      ['outgoing', 'data-direction', 'outgoing'],
    ] as const) {
      await click(alice, `[data-testid=history-filter] label:has([value=${filter}])`)
      const shown = () =>
        alice.tab.$$eval(
          '[data-testid=record]',
          (all, name) => [...new Set(all.map((at) => at.getAttribute(name)))],
          attribute,
        )
      await expect.poll(shown, { timeout: 10_000 }).toEqual([value])
    }
    await click(alice, '[data-testid=history-filter] label:has([value=all])')
    await write(alice, 'search', 'nobody at all')
    expect(await textOf(alice, 'empty')).toContain('nobody at all')
  })

  test('H1 more of the past comes when it is asked for', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-history')
    await see(alice, 'record')
    const count = () => alice.tab.$$eval('[data-testid=record]', (all) => all.length)
    const before = await count()
    await press(alice, 'more')
    await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before)
  })

  test('D5 H1 a number of the history becomes a contact, and a call is deleted in both tabs', async () => {
    const [carol] = await signedIn('carol')
    const again = await open('carol again', '/?as=carol', 880)
    await call(carol, '0655577704')
    await see(carol, 'ended')
    await press(carol, 'section-history')
    await press(again, 'section-history')
    await firstRecord(carol)
    await press(carol, 'save-contact')
    await write(carol, 'contact-name', 'Radia Perlman')
    await press(carol, 'save')
    await see(carol, 'contact-card')
    await press(carol, 'section-history')
    expect(await textOf(carol, 'record')).toContain('Radia Perlman')
    await expect.poll(() => textOf(again, 'record'), { timeout: 10_000 }).toContain('Radia Perlman')
    await firstRecord(carol)
    await press(carol, 'delete-record')
    await expect.poll(() => textOf(again, 'record'), { timeout: 10_000 }).not.toContain('Radia Perlman')
  })

  async function call(page: RigPage, number: string) {
    const field = await see(page, 'dial-field')
    await field.type(number)
    await field.press('Enter')
  }

  async function firstRecord(page: RigPage) {
    const row = await see(page, 'record')
    await (await row.$('button'))?.click()
  }
})
