import { createManualClock } from '@offhook/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { createPeers } from './peers.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

afterEach(() => {
  vi.unstubAllGlobals()
})

function setUp(iceServers: readonly RTCIceServer[] = [{ urls: 'stun:stun.example.nl' }]) {
  const made: FakePeer[] = []
  let failure: Error | undefined
  class FakePeer extends EventTarget {
    iceGatheringState = 'gathering'
    localDescription = { sdp: '' }
    readonly lines: string[] = []
    readonly configuration: RTCConfiguration
    isClosed = false
    offers = 0
    constructor(configuration: RTCConfiguration) {
      super()
      this.configuration = configuration
      made.push(this)
    }
    addTransceiver(kind: string) {
      this.lines.push(kind)
    }
    async createOffer() {
      if (failure !== undefined) throw failure
      return { type: 'offer', sdp: '' }
    }
    async setLocalDescription() {
      this.offers++
    }
    close() {
      this.isClosed = true
    }
    find(address: string) {
      this.localDescription.sdp += `a=candidate:1 1 udp 2122 ${address} 9 typ host\r\n`
      this.dispatchEvent(new Event('icecandidate'))
    }
    complete() {
      this.iceGatheringState = 'complete'
      this.dispatchEvent(new Event('icegatheringstatechange'))
    }
  }
  vi.stubGlobal('RTCPeerConnection', FakePeer)
  const clock = createManualClock()
  return {
    made,
    clock,
    peers: createPeers(iceServers, clock),
    failWith(error: Error) {
      failure = error
    },
  }
}

test('one line of sound on one port, with the servers given and no other', () => {
  const { peers, made } = setUp()
  peers.take()
  peers.make()
  expect(made.map(({ lines }) => lines)).toEqual([['audio'], []])
  expect(made[0]?.configuration).toEqual({
    iceServers: [{ urls: 'stun:stun.example.nl' }],
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
  })
})

test('one that was warmed is taken with its offer, once', async () => {
  const { peers, made } = setUp()
  peers.warm()
  peers.warm()
  await settle()
  expect(made).toHaveLength(1)
  expect(peers.take()).toBe(made[0])
  expect(made[0]?.offers).toBe(1)
  expect(peers.take()).toBe(made[1])
})

test('one that nobody takes is thrown away after half a minute; one that was taken is not', async () => {
  const { peers, made, clock } = setUp()
  peers.warm()
  clock.advance(30_000)
  expect(made[0]?.isClosed).toBe(true)
  peers.warm()
  peers.take()
  clock.advance(60_000)
  expect(made[1]?.isClosed).toBe(false)
})

test('one that cannot make an offer ahead is thrown away, but not under whoever took it, nor its successor', async () => {
  const { peers, made, failWith } = setUp()
  failWith(new Error('no'))
  peers.warm()
  await settle()
  expect(made[0]?.isClosed).toBe(true)
  peers.warm()
  peers.take()
  peers.warm()
  failWith(new Error('still no'))
  expect(made[1]?.isClosed).toBe(false)
  await settle()
  expect(made[1]?.isClosed).toBe(false)
})

test('the wait for better candidates begins when it is warmed, and anew for what it offers later', async () => {
  const { peers, made, clock } = setUp()
  peers.warm()
  made[0]?.find('192.0.2.1')
  clock.advance(100)
  const peer = peers.take()
  expect(await peers.usable(peer)).toBe(true)
  let isUsable = false
  void peers.usable(peer).then(() => {
    isUsable = true
  })
  clock.advance(99)
  await settle()
  expect(isUsable).toBe(false)
  clock.advance(1)
  await settle()
  expect(isUsable).toBe(true)
})

test('the addresses of this machine are remembered: all of them are waited for, and then hardly any longer', async () => {
  const { peers, made, clock } = setUp([])
  const wait = (peer: RTCPeerConnection) => {
    let isUsable = false
    void peers.usable(peer).then(() => {
      isUsable = true
    })
    return async (ms: number) => {
      clock.advance(ms)
      await settle()
      return isUsable
    }
  }
  const first = wait(peers.make())
  made[0]?.find('127.0.0.1')
  expect(await first(49)).toBe(false)
  made[0]?.find('192.0.2.2')
  expect(await first(49)).toBe(false)
  expect(await first(1)).toBe(true)
  made[0]?.complete()

  const second = wait(peers.make())
  made[1]?.find('192.0.2.2')
  expect(await second(49)).toBe(false)
  made[1]?.find('127.0.0.1')
  expect(await second(3)).toBe(false)
  expect(await second(1)).toBe(true)
})

test('after closing nothing is warmed any more', () => {
  const { peers, made } = setUp()
  peers.warm()
  peers.close()
  peers.warm()
  expect(made.map(({ isClosed }) => isClosed)).toEqual([true])
})

test('one that is taken while its offer is on its way says when that is there', async () => {
  const { peers, made } = setUp()
  peers.warm()
  const peer = peers.take()
  expect(made[0]?.offers).toBe(0)
  await peers.offered(peer)
  expect(made[0]?.offers).toBe(1)
  await peers.offered(peers.take())
  expect(made[1]?.offers).toBe(0)
})

test('an offer ahead that cannot be made keeps nobody waiting', async () => {
  const { peers, failWith } = setUp()
  failWith(new Error('InvalidAccessError'))
  peers.warm()
  await peers.offered(peers.take())
})
