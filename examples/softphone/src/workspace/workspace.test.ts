import { createPhone, OffhookError } from '@offhook/core'
import { createNetwork, createOffice } from '@offhook/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { shortcuts } from '../shortcuts/shortcuts.ts'
import { openWorkspace } from './workspace.ts'

async function desk() {
  const network = createNetwork()
  const phoneOfAlice = createPhone({ ...network.join('alice'), ...createOffice().join('alice') })
  const workspace = openWorkspace({ phone: phoneOfAlice, warm: () => {} })
  onTestFinished(phoneOfAlice.close)
  onTestFinished(workspace.close)
  const { phone, notices, shown } = workspace
  await phone.connection.connect()
  for (const colleague of ['bob', 'carol']) {
    const other = createPhone(network.join(colleague))
    onTestFinished(other.close)
    await other.connection.connect()
    other.on('incoming', (call) => void call.answer())
  }
  const told = () => notices.getSnapshot().map((notice) => (notice.kind === 'error' ? notice.code : notice.call.reason))
  const status = () => shown.getSnapshot()?.getSnapshot().status
  const press = (key: string) => shortcuts.find((shortcut) => shortcut.key === key)?.run(workspace)
  const talk = async (number: string) => {
    workspace.call(number)
    await expect.poll(status).toBe('connected')
    const call = shown.getSnapshot()
    if (call === undefined) throw new Error('No call.')
    return call
  }
  return { network, workspace, told, status, press, talk }
}

test('C2 what cannot be dialled is told, not thrown', async () => {
  const { workspace, told } = await desk()
  for (const text of ['@evil', '+31 20\r\nINVITE', 'a;b', '9'.repeat(10_000)]) workspace.call(text)
  expect(told()).toEqual(['bad-number'])
})

test('C12 the end of a call is told with its reason', async () => {
  const { network, workspace, told } = await desk()
  network.occupy('bob')
  workspace.call('202')
  await expect.poll(told).toEqual(['busy'])
})

test('C7 a refused hold is told once', async () => {
  const { network, workspace, told, talk } = await desk()
  const call = await talk('202')
  network.refuseNext('hold')
  workspace.attempt(call.hold)
  await expect.poll(told).toEqual(['refused'])
})

test('S11 a call without a microphone says what to do about it', async () => {
  const { network, workspace, told } = await desk()
  network.refuseNext('dial', new OffhookError('microphone-missing'))
  workspace.call('202')
  await expect.poll(told).toContain('no-microphone')
  expect(told()).toContain('microphone-missing')
})

test('C10 a warm transfer that succeeds tells of the caller, not of the colleague', async () => {
  const { workspace, told, talk } = await desk()
  const call = await talk('202')
  workspace.consultations.begin(call, '203')
  const [consultation] = workspace.consultations.getSnapshot()
  await expect.poll(() => consultation?.getSnapshot().status).toBe('talking')
  workspace.attempt(() => consultation?.complete())
  await expect.poll(told).toEqual(['transferred'])
  expect(workspace.consultations.getSnapshot()).toEqual([])
})

test('C10 a warm transfer that is cancelled goes back without any notice', async () => {
  const { workspace, told, status, talk } = await desk()
  const call = await talk('202')
  workspace.consultations.begin(call, '203')
  const [consultation] = workspace.consultations.getSnapshot()
  await expect.poll(() => consultation?.getSnapshot().status).toBe('talking')
  workspace.attempt(() => consultation?.cancel())
  await expect.poll(() => workspace.consultations.getSnapshot().length).toBe(0)
  expect(workspace.shown.getSnapshot()).toBe(call)
  expect(status()).toBe('connected')
  expect(told()).toEqual([])
})

test('C10 a colleague who is busy is told, and the caller is back', async () => {
  const { network, workspace, told, talk } = await desk()
  const call = await talk('202')
  network.occupy('carol')
  workspace.consultations.begin(call, '203')
  await expect.poll(told).toEqual(['busy'])
  await expect.poll(() => call.getSnapshot().status).toBe('connected')
})

test('the keys mute, hold, swap and hang up the call in sight', async () => {
  const { workspace, status, press, talk } = await desk()
  const first = await talk('202')
  press('M')
  await expect.poll(() => first.getSnapshot().muted).toBe(true)
  press('H')
  await expect.poll(status).toBe('held')
  press('H')
  await expect.poll(status).toBe('connected')
  const second = await talk('203')
  press('S')
  await expect.poll(() => workspace.shown.getSnapshot()).toBe(first)
  press('E')
  await expect.poll(() => workspace.shown.getSnapshot()).toBe(second)
})

test('keys without a call do nothing', async () => {
  const { press, told } = await desk()
  for (const { key } of shortcuts) press(key)
  expect(told()).toEqual([])
})

test('C11 what was open on one call is closed when another comes in sight', async () => {
  const { workspace, press, talk } = await desk()
  await talk('202')
  press('K')
  expect(workspace.view.getSnapshot().open).toBe('keypad')
  await talk('203')
  expect(workspace.view.getSnapshot().open).toBe('nothing')
})
