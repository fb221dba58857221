import { createPhone, type Phone } from '@offhook/core'
import { createNetwork } from '@offhook/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { followShown } from './shown.ts'

async function office() {
  const network = createNetwork()
  const join = async (person: string) => {
    const phone = createPhone(network.join(person))
    onTestFinished(phone.close)
    await phone.connection.connect()
    return phone
  }
  const alice = await join('alice')
  for (const colleague of ['bob', 'carol']) (await join(colleague)).on('incoming', (call) => void call.answer())
  const shown = followShown(alice.calls)
  onTestFinished(shown.close)
  const talk = async (number: string) => {
    const call = alice.call(number)
    await call.until('connected')
    return call
  }
  return { network, alice, talk, inSight: shown.getSnapshot }
}

const theOnlyOf = ({ calls }: Phone) => calls.getSnapshot().all[0]

test('C1 a call that rings is not in sight before it is answered', async () => {
  const { network, alice, inSight } = await office()
  network.dialIn({ to: 'alice', from: { number: '+31201234567' } })
  await expect.poll(() => theOnlyOf(alice)?.getSnapshot().status).toBe('ringing')
  expect(inSight()).toBeUndefined()
  await theOnlyOf(alice)?.answer()
  expect(inSight()).toBe(theOnlyOf(alice))
})

test('C6 a second call takes the first one out of sight, and its end brings it back', async () => {
  const { talk, inSight } = await office()
  const first = await talk('202')
  expect(inSight()).toBe(first)
  const second = await talk('203')
  expect(inSight()).toBe(second)
  await second.hangUp()
  expect(inSight()).toBe(first)
  await first.hangUp()
  expect(inSight()).toBeUndefined()
})

test('C6 a swap shows the call that gets the sound', async () => {
  const { alice, talk, inSight } = await office()
  const first = await talk('202')
  const second = await talk('203')
  await alice.calls.swap()
  expect(inSight()).toBe(first)
  await alice.calls.swap()
  expect(inSight()).toBe(second)
})

test('C7 a call that is put on hold stays in sight although another waits as well', async () => {
  const { alice, talk, inSight } = await office()
  const first = await talk('202')
  await talk('203')
  await alice.calls.swap()
  await first.hold()
  expect(inSight()).toBe(first)
})
