import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

const oddities = [
  '\r\n',
  '\r\n\r\n',
  '"',
  '<',
  '>',
  ';',
  ',',
  '=',
  '%00',
  '%ff',
  '\0',
  '\n',
  '🦊',
  '\u202e',
  '((((((((',
  ';tag=',
]
const headers = [
  'Content-Length: -1',
  'Contact: *',
  'Route: <sip:x>',
  'Record-Route: <sip:x;lr>',
  'Content-Type: a/b',
  'Replaces: a',
]

/** One way to spoil a message; places are given as parts of its length. */
const damage = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40)).map(
    ([place, length]) =>
      (text: string) =>
        text.slice(0, place * text.length) + text.slice(place * text.length + length),
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...oddities)).map(
    ([place, odd]) =>
      (text: string) =>
        text.slice(0, place * text.length) + odd + text.slice(place * text.length),
  ),
  fc.tuple(fc.nat(12), fc.constantFrom(...headers)).map(([line, header]) => (text: string) => {
    const lines = text.split('\r\n')
    lines.splice(1 + (line % lines.length), 0, header)
    return lines.join('\r\n')
  }),
  fc.tuple(fc.nat(12), fc.nat(12)).map(([from, to]) => (text: string) => {
    const lines = text.split('\r\n')
    lines[to % lines.length] = lines[from % lines.length] ?? ''
    return lines.join('\r\n')
  }),
)

/** What phones say to each other in and around a call, as they are about to send it. */
async function conversation(carol: Phone, dave: Phone): Promise<string[]> {
  const { callerSide, calleeSide } = await connected(carol, dave, '204')
  const said: string[] = []
  for (const { socket } of [carol, dave]) socket.send = (text: string) => void said.push(text)
  carol.outside('INVITE', 'sip:204@127.0.0.1', { body: sdp('offer') })
  carol.outside('REGISTER', 'sip:127.0.0.1', { to: 'sip:carol@127.0.0.1' })
  dave.outside('INVITE', 'sip:*8@127.0.0.1', { headers: [`Replaces: ${replacesOf(calleeSide)}`], body: sdp('again') })
  carol.inside(callerSide, 'INVITE', { body: sdp('hold') })
  carol.inside(callerSide, 'REFER', { headers: ['Refer-To: <sip:201@127.0.0.1>'] })
  dave.inside(calleeSide, 'INFO', { body: 'Signal=1', type: 'application/dtmf-relay' })
  dave.inside(calleeSide, 'BYE')
  return said
}

test('whatever a peer makes of its messages, everybody else goes on and nothing is left over', {
  timeout: 30_000,
}, async () => {
  const { signIn, health } = await openHouse({ messagesPerSecond: 1000, noAnswerSeconds: 0.5, transferSeconds: 0.5 })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const spoilt = fc.array(fc.tuple(fc.nat(6), fc.array(damage, { minLength: 1, maxLength: 3 })), {
    minLength: 12,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(spoilt, async (plan) => {
      const [carol, dave] = [await signIn('carol'), await signIn('dave')]
      const send = { carol: carol.socket.send.bind(carol.socket), dave: dave.socket.send.bind(dave.socket) }
      const said = await conversation(carol, dave)
      for (const [index, damages] of plan) {
        const text = said[index] ?? ''
        const from = text.includes('Via: SIP/2.0/WS dave') ? 'dave' : 'carol'
        send[from](damages.reduce((spoiled, spoil) => spoil(spoiled), text))
      }
      carol.vanish()
      dave.vanish()
      const { callerSide, calleeSide } = await connected(alice, bob, '202')
      alice.inside(callerSide, 'BYE')
      await bob.hungUp(calleeSide)
    }),
    { numRuns: 10 },
  )
  await eventually(async () => (await health()).calls === 0)
  expect(await health()).toMatchObject({ registrations: 2, sockets: 2 })
})
