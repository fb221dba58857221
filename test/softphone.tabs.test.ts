import { test } from 'vitest'
import { softphoneStories } from './rig/softphone.ts'

// one person with two tabs of the softphone in one browser

softphoneStories(
  ({ address, signedIn, open, see, miss, press }) => {
    test('C15 a second tab shows the call of the first, commands it, and has it when the first one is closed', async () => {
      const [alice, bob] = await signedIn('alice', 'bob')
      const second = await open('alice in a second tab', '/?as=alice')
      await see(second, 'connection', { status: 'online' })
      const field = await see(second, 'dial-field')
      await field.type('202')
      await field.press('Enter')
      await press(bob, 'answer')
      for (const tab of [second, alice]) await see(tab, 'call', { status: 'connected' })
      await see(second, 'elsewhere')
      await press(second, 'hold')
      await see(alice, 'call', { status: 'held' })
      await press(alice, 'resume')
      await see(second, 'call', { status: 'connected' })
      // a page of the exchange that is no softphone
      await alice.tab.goto(`${address()}/v1/nothing`)
      await miss(second, 'elsewhere')
      await see(second, 'call', { status: 'connected' })
      await press(second, 'hang-up')
      await miss(bob, 'call')
    })
  },
  { databases: ['PGlite'] },
)
