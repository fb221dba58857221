import { connect as connectTcp } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createExchange } from '../index.ts'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, openPhone } from '../testing/raw-phone.ts'

/** The status that a WebSocket upgrade is refused with. */
function upgradeStatus(url: string, protocols: string[]): Promise<number | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols)
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.on('error', (error) => reject(error))
  })
}

test('SIP is at /sip with the subprotocol sip, and nowhere else', async () => {
  const { sip } = await openHouse()
  expect(await upgradeStatus(sip, ['sip'])).toBe('open')
  expect(await upgradeStatus(sip, ['mqtt', 'sip'])).toBe('open')
  expect(await upgradeStatus(sip, [])).toBe(400)
  expect(await upgradeStatus(sip, ['mqtt'])).toBe(400)
  expect(await upgradeStatus(sip.replace('/sip', '/'), ['sip'])).toBe(404)
  expect(await upgradeStatus(sip.replace('/sip', '/sip/x'), ['sip'])).toBe(404)
  expect((await fetch(sip.replace('ws', 'http'))).status).toBe(426)
})

test('an upgrade to something else than a WebSocket is refused', async () => {
  const { url } = await openHouse()
  const { hostname, port } = new URL(url)
  const text = await new Promise<string>((resolve) => {
    const socket = connectTcp(Number(port), hostname)
    socket.write('GET /sip HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
    let received = ''
    socket.on('data', (data) => {
      received += String(data)
    })
    socket.on('close', () => resolve(received))
  })
  expect(text).toContain('HTTP/1.1 426')
})

test('a keep-alive is answered', async () => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  alice.send('\r\n\r\n')
  expect((await alice.take(({ text }) => text === '\r\n', 'a pong')).text).toBe('\r\n')
})

test('a binary frame that holds SIP is read as well', async () => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  const send = alice.socket.send.bind(alice.socket)
  alice.socket.send = (text: string) => send(Buffer.from(text))
  expect((await alice.register()).status).toBe(200)
})

test('a socket that opens and says nothing is closed after a while, one that signed in is not', async () => {
  const { connect, signIn, health } = await openHouse({ signInSeconds: 0.4 })
  const alice = await signIn('alice')
  const silent = await connect('bob')
  silent.send('\r\n\r\n')
  expect(await silent.closed()).toEqual({ code: 1008, reason: 'Nobody signed in' })
  expect((await alice.register()).status).toBe(200)
  expect(await health()).toMatchObject({ sockets: 1 })
})

test('a message larger than allowed closes its socket', async () => {
  const { connect, signIn } = await openHouse()
  const bob = await signIn('bob')
  const alice = await connect('alice')
  alice.send(`INVITE sip:202@127.0.0.1 SIP/2.0\r\n${'X-Long: y\r\n'.repeat(10_000)}\r\n`)
  expect((await alice.closed()).code).toBe(1009)
  expect((await bob.register()).status).toBe(200)
})

test('a socket that sends more than its share is closed, and the others do not notice', async () => {
  const { connect, signIn } = await openHouse({ messagesPerSecond: 10 })
  const [bob, carol] = [await signIn('bob'), await signIn('carol')]
  const flooder = await connect('alice')
  for (let times = 0; times < 60; times += 1) flooder.send('\r\n\r\n')
  expect(await flooder.closed()).toEqual({ code: 1008, reason: 'Too many messages' })
  await connected(bob, carol, '203')
})

test('somebody unknown has a quarter of the share of somebody who signed in', async () => {
  const { connect, signIn } = await openHouse({ messagesPerSecond: 20 })
  const [known, unknown] = [await signIn('bob'), await connect('alice')]
  for (const { send } of [known, unknown]) for (let times = 0; times < 40; times += 1) send('\r\n\r\n')
  expect((await unknown.closed()).code).toBe(1008)
  expect((await known.register()).status).toBe(200)
})

test('there are no more sockets than allowed', async () => {
  const { connect, sip } = await openHouse({ maxSockets: 1 })
  const alice = await connect('alice')
  expect(await upgradeStatus(sip, ['sip'])).toBe(503)
  alice.socket.close()
  await eventually(async () => (await upgradeStatus(sip, ['sip'])) === 'open')
})

test('a peer that no longer answers pings is dropped, and its call ends', async () => {
  const { signIn, health } = await openHouse({ pingSeconds: 0.2 })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide } = await connected(alice, bob, '202')
  // a paused socket is what a frozen machine or a half-open connection looks like
  bob.socket.pause()
  await alice.hungUp(callerSide)
  expect(await health()).toMatchObject({ registrations: 1 })
})

test('stopping twice is stopping once, and the port is free again', async () => {
  const house = await openHouse()
  await house.signIn('alice')
  await Promise.all([house.stop(), house.stop()])
  await house.stop()
  await expect(openPhone(house.sip, 'alice')).rejects.toThrow()
})

test('an exchange that never started stops as well, and so does one whose port was taken', async () => {
  await createExchange({ demo: true }).stop()
  const { url } = await openHouse()
  const second = createExchange({ port: Number(new URL(url).port) })
  await expect(second.start()).rejects.toThrow(expect.objectContaining({ code: 'EADDRINUSE' }))
  await second.stop()
})
