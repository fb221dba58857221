import { expect, test } from 'vitest'
import { settle, twoTabs } from './testing/tabs.ts'

const headset = { id: 'headset', label: 'Headset' }

async function withHeadsets() {
  const house = await twoTabs()
  for (const { hardware } of [house.one, house.two]) {
    hardware.plug('microphone', headset)
    hardware.plug('speaker', headset)
  }
  await settle()
  return house
}

test('C10 C15 a device that is chosen in one tab is chosen in all, also for when another has the sound', async () => {
  const { one, two } = await withHeadsets()
  await two.phone.devices.choose('microphone', 'headset')
  await one.phone.devices.choose('speaker', 'headset')
  await settle()
  const chosen = { microphone: 'headset', speaker: 'headset' }
  expect([one, two].map(({ phone }) => phone.devices.getSnapshot().chosen)).toEqual([chosen, chosen])
  await two.phone.devices.choose('microphone', '')
  await settle()
  expect(one.phone.devices.getSnapshot().chosen).toEqual({ speaker: 'headset' })
  expect(two.phone.devices.getSnapshot().chosen).toEqual({ speaker: 'headset' })
})

test('C15 a device that is not there is refused in the tab that chose it', async () => {
  const { two } = await withHeadsets()
  await expect(two.phone.devices.choose('ringer', 'gone')).rejects.toMatchObject({ code: 'device-missing' })
})

test('C15 the ringer is on or off in all tabs; permission is asked where it was asked for', async () => {
  const { one, two } = await withHeadsets()
  await two.phone.devices.setRinger(false)
  await settle()
  expect([one, two].map(({ phone }) => phone.devices.getSnapshot().isRingerOn)).toEqual([false, false])
  await two.phone.devices.allow()
  expect([one, two].map(({ phone }) => phone.devices.getSnapshot().permission)).toEqual(['ask', 'granted'])
})

test('C15 every tab shows the microphone that is in use, and its level', async () => {
  const { one, two } = await withHeadsets()
  one.hardware.setMicrophone('open')
  await settle()
  expect(two.phone.devices.getSnapshot().microphoneState).toBe('open')
  const stop = two.phone.devices.level.subscribe(() => {})
  await settle()
  one.hardware.speak(0.5)
  await settle()
  expect(two.phone.devices.level.getSnapshot()).toBe(0.5)
  stop()
  await settle()
  const heard: number[] = []
  one.phone.devices.level.subscribe(() => heard.push(one.phone.devices.level.getSnapshot()))
  await settle()
  one.hardware.speak(0.7)
  await settle()
  expect(heard).toEqual([0.7])
  expect(two.phone.devices.level.getSnapshot()).toBe(0)
})

test('C15 no tab rings beside the one that has the calls', async () => {
  const { one, two, bob } = await twoTabs()
  bob.calls.dial('201')
  await settle()
  expect([one, two].map((tab) => tab.isRinging())).toEqual([false, false])
})
