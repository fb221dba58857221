import { afterEach, expect, test } from 'vitest'
import { connected, type Phone, sdp, signIn, startExchange } from '../raw-phone.test-support.ts'

const open: { stop(): Promise<void> }[] = []
const phones: Phone[] = []
afterEach(async () => {
  for (const exchange of open.splice(0)) await exchange.stop()
  for (const phone of phones.splice(0)) phone.vanish()
})

async function house(config: Parameters<typeof startExchange>[0] = {}) {
  const exchange = await startExchange(config)
  open.push(exchange)
  return {
    ...exchange,
    async phone(user: string, options?: Parameters<typeof signIn>[2]) {
      const phone = await signIn(exchange.sip, user, options)
      phones.push(phone)
      return phone
    },
  }
}

test('C1 C3 C12 a call by extension rings, is answered and is hung up by the caller', async () => {
  const { phone } = await house()
  const alice = await phone('alice')
  const bob = await phone('bob')
  const { answer, inc, callerSide, calleeSide } = await connected(alice, bob, '202')
  expect(inc.request.body).toBe(sdp('alice-offer'))
  expect(answer.body).toBe(sdp('bob-answer'))
  const bye = alice.inside(callerSide, 'BYE', { headers: ['Reason: SIP;cause=200;text="Bye"'] })
  const heard = await bob.hungUp(calleeSide)
  expect(heard.header('Reason')).toBe('SIP;cause=200;text="Bye"')
  expect((await bye.final()).status).toBe(200)
})

test('C7 hold: a re-INVITE reaches the other side and its answer comes back', async () => {
  const { phone } = await house()
  const alice = await phone('alice')
  const bob = await phone('bob')
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const hold = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  const asked = await bob.asked('INVITE', calleeSide)
  expect(asked.body).toBe(sdp('hold'))
  expect(asked.header('Contact')).not.toBe('')
  bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('held') })
  const held = await hold.final()
  expect(held.status).toBe(200)
  expect(held.body).toBe(sdp('held'))
  expect(held.header('Contact')).not.toBe('')
  hold.ack()
  await bob.asked('ACK', calleeSide)
})
