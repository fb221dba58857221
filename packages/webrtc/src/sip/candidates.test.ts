import { createManualClock } from '@offhook/core/testing'
import { describe, expect, test } from 'vitest'
import { type Gathering, type Patience, usableCandidates, withoutHidden } from './candidates.ts'

/** A peer connection that finds candidates when it is told to. */
class FakeGathering extends EventTarget {
  readonly lines: string[] = []
  iceGatheringState: RTCIceGatheringState = 'gathering'
  signalingState: RTCSignalingState = 'have-local-offer'
  get localDescription(): RTCSessionDescription {
    // as Firefox does
    if (this.signalingState === 'closed') throw new DOMException('Peer connection is closed', 'InvalidStateError')
    const sdp = ['v=0', ...this.lines, ''].join('\r\n')
    const description = { type: 'offer' as const, sdp }
    return { ...description, toJSON: () => description }
  }
}

function createGathering() {
  const peer = new FakeGathering()
  const gathering: Gathering = peer
  return {
    gathering,
    find(address: string, type = 'host', protocol = 'udp') {
      peer.lines.push(`a=candidate:1 1 ${protocol} 2122 ${address} 9 typ ${type}`)
      peer.dispatchEvent(new Event('icecandidate'))
    },
    close() {
      peer.signalingState = 'closed'
    },
    complete() {
      peer.iceGatheringState = 'complete'
      peer.dispatchEvent(new Event('icegatheringstatechange'))
    },
  }
}

const usual: Omit<Patience, 'clock'> = { quiet: 150, quietWhileMissing: 150, expected: [], hasServers: true }

function wait(options: Partial<Patience> = {}) {
  const clock = createManualClock()
  const { gathering, ...peer } = createGathering()
  let outcome: boolean | 'waiting' = 'waiting'
  usableCandidates(gathering, { ...usual, ...options, clock }).then((isUsable) => {
    outcome = isUsable
  })
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve))
    return outcome
  }
  return { ...peer, clock, settled }
}

describe('when a description is worth sending', () => {
  test('at once when a server has told an address of ours', async () => {
    const { find, settled } = wait()
    expect(await settled()).toBe('waiting')
    find('203.0.113.7', 'srflx')
    expect(await settled()).toBe(true)
  })

  test('at once when a relay lends an address', async () => {
    const { find, settled } = wait()
    find('203.0.113.7', 'relay')
    expect(await settled()).toBe(true)
  })

  test('a quiet time after the last address, when no server has answered', async () => {
    const { find, clock, settled } = wait()
    find('192.0.2.1')
    clock.advance(149)
    expect(await settled()).toBe('waiting')
    clock.advance(1)
    expect(await settled()).toBe(true)
  })

  test('an address that this machine had the last time is waited for longer, and for nothing more', async () => {
    const expected = ['127.0.0.1', '192.0.2.2']
    const { find, clock, settled } = wait({ quiet: 4, quietWhileMissing: 50, expected, hasServers: false })
    find('127.0.0.1')
    clock.advance(49)
    expect(await settled()).toBe('waiting')
    find('192.0.2.2')
    clock.advance(4)
    expect(await settled()).toBe(true)
    const gone = wait({ quiet: 4, quietWhileMissing: 50, expected, hasServers: false })
    gone.find('127.0.0.1')
    gone.clock.advance(50)
    expect(await gone.settled()).toBe(true)
  })

  test('a server that answers sooner than this machine knows its own addresses does not hurry it', async () => {
    const { find, settled } = wait({ expected: ['192.0.2.2'] })
    find('203.0.113.7', 'srflx')
    expect(await settled()).toBe('waiting')
    find('192.0.2.2')
    expect(await settled()).toBe(true)
  })

  test('the addresses of all interfaces: each begins the quiet time anew, one for TCP does not', async () => {
    const { find, clock, settled } = wait({ quiet: 4, hasServers: false })
    find('192.0.2.1')
    clock.advance(3)
    find('192.0.2.2')
    clock.advance(3)
    find('192.0.2.2', 'host', 'tcp')
    expect(await settled()).toBe('waiting')
    clock.advance(1)
    expect(await settled()).toBe(true)
  })

  test('an address for TCP only is not enough to leave early', async () => {
    const { find, clock, complete, settled } = wait({ quiet: 4 })
    find('192.0.2.1', 'host', 'tcp')
    clock.advance(1_000)
    expect(await settled()).toBe('waiting')
    complete()
    expect(await settled()).toBe(true)
  })

  test('never with hidden addresses only: without servers there is nothing to wait for', async () => {
    const { find, settled } = wait({ hasServers: false })
    find('4f1b.local')
    expect(await settled()).toBe(false)
  })

  test('hidden addresses wait for a server, and an address of its own ends the wait', async () => {
    const { find, clock, settled } = wait()
    find('4f1b.local')
    clock.advance(1_000)
    expect(await settled()).toBe('waiting')
    find('203.0.113.7', 'srflx')
    expect(await settled()).toBe(true)
  })

  test('when all is found that will be: usable or not', async () => {
    const without = wait()
    without.complete()
    expect(await without.settled()).toBe(false)
    const hidden = wait()
    hidden.find('4f1b.local')
    hidden.complete()
    expect(await hidden.settled()).toBe(false)
    const some = wait()
    some.find('192.0.2.1')
    some.complete()
    expect(await some.settled()).toBe(true)
  })

  test('an ICE restart begins with the state of the gathering before it, and waits for its own', async () => {
    const { gathering, ...peer } = createGathering()
    peer.complete()
    const clock = createManualClock()
    let outcome: boolean | undefined
    void usableCandidates(gathering, { ...usual, hasServers: false, clock }).then((isUsable) => (outcome = isUsable))
    await Promise.resolve()
    expect(outcome).toBeUndefined()
    peer.find('192.0.2.1')
    await new Promise((resolve) => setTimeout(resolve))
    expect(outcome).toBe(true)
  })

  test('never in one that is closed meanwhile, whatever it had found', async () => {
    const { clock, find, close, settled } = wait()
    find('192.0.2.1')
    close()
    clock.advance(150)
    expect(await settled()).toBe(false)
  })

  test('after three seconds whatever there is', async () => {
    const { clock, find, settled } = wait()
    find('4f1b.local')
    clock.advance(2_999)
    expect(await settled()).toBe('waiting')
    clock.advance(1)
    expect(await settled()).toBe(false)
  })

  test('what was gathered ahead is used at once', async () => {
    const clock = createManualClock()
    const { gathering, find, complete } = createGathering()
    find('192.0.2.1')
    complete()
    expect(await usableCandidates(gathering, { ...usual, clock })).toBe(true)
  })
})

test('hidden candidates are taken out of a description, and nothing else', () => {
  const kept = ['v=0', 'a=candidate:1 1 udp 2122 192.0.2.1 9 typ host', 'a=mid:0', ''].join('\r\n')
  const hidden = 'a=candidate:2 1 udp 2122 4f1b-22.local 9 typ host generation 0\r\n'
  expect(withoutHidden(kept.replace('a=mid', `${hidden}${hidden}a=mid`))).toBe(kept)
})
