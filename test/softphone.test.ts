import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { hear as hearIn, softphoneStories } from './rig/softphone.ts'

// npm start, and people who use the softphone it serves, each in a tab of their own, heard by the tone of their microphone

// calls know nothing of a database; what does has stories of its own on each of them
const callsAlone = { databases: ['PGlite'] } as const

softphoneStories((house) => {
  const { accessible, address, signedIn, see, miss, press, write, textOf, open } = house
  const hear = (expected: Parameters<typeof hearIn>[1]) => hearIn(house, expected)

  test('C1 C12 alice dials bob, bob answers, they hear each other, and bob hangs up', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await call(alice, '202')
    expect(await textOf(bob, 'incoming')).toContain('Alice Jansen')
    await press(bob, 'answer')
    await hear({ alice: ['bob'], bob: ['alice'] })
    await press(bob, 'hang-up')
    await see(alice, 'ended')
  })

  test('C15 S5 alice, signed in with her password, leaves the page in a call and comes back: bob is told, and they go on talking', async () => {
    const [bob] = await signedIn('bob')
    const alice = await open('alice')
    await write(alice, 'email', 'alice@example.nl')
    await write(alice, 'password', 'alice')
    await press(alice, 'enter')
    await see(alice, 'connection', { status: 'online' })
    await call(alice, '202')
    await press(bob, 'answer')
    await hear({ alice: ['bob'], bob: ['alice'] })
    await alice.tab.goto(`${address()}/icon.svg`)
    await see(bob, 'call-note', { note: 'remote-away' })
    await alice.tab.goBack()
    await see(alice, 'call', { status: 'connected' })
    await miss(bob, 'call-note', { note: 'remote-away' })
    await hear({ alice: ['bob'], bob: ['alice'] })
    await press(alice, 'hang-up')
    await see(bob, 'ended')
    await press(alice, 'account-menu-button')
    await press(alice, 'sign-out')
    await see(alice, 'door')
  })

  test('C1 bob declines, and alice is told', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await call(alice, '202')
    await press(bob, 'decline')
    await see(alice, 'ended', { reason: 'declined' })
  })

  test('C7 C8 hold is silence both ways, mute is silence one way', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await call(alice, '202')
    await press(bob, 'answer')
    await hear({ alice: ['bob'], bob: ['alice'] })
    await press(alice, 'hold')
    await hear({ alice: [], bob: [] })
    await press(alice, 'resume')
    await hear({ alice: ['bob'], bob: ['alice'] })
    await press(alice, 'mute')
    await hear({ alice: ['bob'], bob: [] })
    await press(alice, 'unmute')
    await hear({ alice: ['bob'], bob: ['alice'] })
  })

  test('C9 a cold transfer leaves bob and carol with each other', async () => {
    const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
    await call(alice, '202')
    await press(bob, 'answer')
    await transfer(alice, '203', 'cold')
    await press(carol, 'answer')
    await hear({ bob: ['carol'], carol: ['bob'] })
    await see(alice, 'ended', { reason: 'transferred' })
  })

  test('C10 a warm transfer: carol is asked first, and then has bob on the line', async () => {
    const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
    await call(alice, '202')
    await press(bob, 'answer')
    await transfer(alice, '203', 'warm')
    await press(carol, 'answer')
    await hear({ alice: ['carol'], carol: ['alice'], bob: [] })
    await press(alice, 'consult-complete')
    await hear({ bob: ['carol'], carol: ['bob'] })
  })

  test('C6 a second call puts the first on hold, and the two are swapped', async () => {
    const [alice, bob, carol] = await signedIn('alice', 'bob', 'carol')
    await call(alice, '202')
    await press(bob, 'answer')
    await hear({ alice: ['bob'] })
    await call(carol, '201')
    await press(alice, 'answer')
    await hear({ alice: ['carol'], bob: [] })
    await press(alice, 'swap')
    await hear({ alice: ['bob'], bob: ['alice'], carol: [] })
  })

  test('who cannot see or has no mouse can use it: nothing that a checker of accessibility (axe) finds', async () => {
    const door = await open('door')
    await see(door, 'sign-in-alice')
    await accessible(door)
    const [alice, bob] = await signedIn('alice', 'bob')
    await accessible(alice)
    await call(alice, '202')
    await see(bob, 'incoming')
    await accessible(bob)
    await press(bob, 'answer')
    await see(alice, 'call', { status: 'connected' })
    await accessible(alice)
    await press(alice, 'transfer')
    await see(alice, 'transfer-target')
    await accessible(alice)
  })

  test('S4 what is wrong is said: a password that is refused', async () => {
    const page = await open('alice')
    const { tab } = page
    await tab.locator('summary').click()
    await tab.locator('input[name=username]').fill('alice')
    await tab.locator('input[name=password]').fill('not alice')
    await press(page, 'sign-in')
    await see(page, 'error', { code: 'bad-credentials' })
    expect(page.tab.url()).not.toContain('alice')
  })

  async function call(page: RigPage, number: string) {
    const field = await see(page, 'dial-field')
    await field.type(number)
    await field.press('Enter')
  }

  async function transfer(page: RigPage, number: string, way: 'cold' | 'warm') {
    await press(page, 'transfer')
    const field = await see(page, 'transfer-target')
    await field.type(number)
    await press(page, `transfer-${way}`)
  }
}, callsAlone)
