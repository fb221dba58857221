import type { Clock } from '@offhook/core'

/** What one needs of a peer connection to wait for its candidates. */
export type Gathering = Pick<RTCPeerConnection, 'iceGatheringState' | 'localDescription' | 'signalingState'> &
  EventTarget

interface Candidate {
  readonly type: string
  readonly address: string
  readonly protocol: string
}

/** How long to wait for what. */
export interface Patience {
  /** Milliseconds in which no other UDP candidate with an address came. */
  readonly quiet: number
  /** The same while one of the addresses that are expected has not come. */
  readonly quietWhileMissing: number
  /** The addresses that this machine had the last time. */
  readonly expected: readonly string[]
  /** Whether STUN or TURN servers may still find one where the browser hides its own. */
  readonly hasServers: boolean
  readonly clock: Clock
}

const longestWait = 3_000

/**
 * Waits until a description is worth sending: a candidate found by STUN or TURN, or `quiet` milliseconds after the
 * last one with an address for UDP, or all there will be. Never a fixed time: the other side learns our better addresses from
 * our own connectivity checks (peer-reflexive candidates, RFC 8445 7.2.5.3). Those of this machine itself are waited for:
 * Asterisk drops DTLS from an address that it learns once its own checks are over. Resolves false when none has an address.
 */
export function usableCandidates(peer: Gathering, { hasServers, clock, ...patience }: Patience): Promise<boolean> {
  return new Promise((resolve) => {
    let heard = 0
    let hasBegun = false
    let cancelQuiet = () => {}
    const finish = () => {
      cancelLongest()
      cancelQuiet()
      peer.removeEventListener('icecandidate', look)
      peer.removeEventListener('icegatheringstatechange', look)
      resolve(candidatesOf(peer).some(hasAddress))
    }
    const look = () => {
      const all = candidatesOf(peer)
      const found = all.filter(hasAddress)
      // an ICE restart begins with the state of the gathering before it
      const isComplete = peer.iceGatheringState === 'complete' && (all.length > 0 || hasBegun)
      hasBegun = true
      const isHopeless = all.length > found.length && found.length === 0 && !hasServers
      const own = ownAddresses(peer)
      const isMissing = patience.expected.some((address) => !own.includes(address))
      if (isComplete || isHopeless || (found.some(isReflexive) && !isMissing)) return finish()
      const now = found.filter(isUdp).length
      if (now === heard) return
      heard = now
      cancelQuiet()
      cancelQuiet = clock.after(isMissing ? patience.quietWhileMissing : patience.quiet, finish)
    }
    const cancelLongest = clock.after(longestWait, finish)
    peer.addEventListener('icecandidate', look)
    peer.addEventListener('icegatheringstatechange', look)
    look()
  })
}

/** The addresses for UDP that this machine itself was found to have. */
export function ownAddresses(peer: Gathering): readonly string[] {
  const own = candidatesOf(peer).filter((each) => hasAddress(each) && isUdp(each) && !isReflexive(each))
  return own.map(({ address }) => address)
}

/** The description without candidates that only hide an address (`.local`): no exchange can reach those. */
export function withoutHidden(sdp: string): string {
  return sdp.replace(/^a=candidate:\S+ \d+ \S+ \d+ \S+\.local .*\r?\n/gm, '')
}

function candidatesOf(peer: Gathering): readonly Candidate[] {
  // one that was closed meanwhile has none; Firefox throws when it is asked
  if (peer.signalingState === 'closed') return []
  const lines = peer.localDescription?.sdp.match(/^a=candidate:.*$/gm) ?? []
  return lines.map((line) => {
    const [, , protocol = '', , address = '', , , type = ''] = line.split(' ')
    return { type, address, protocol: protocol.toLowerCase() }
  })
}

const hasAddress = ({ address }: Candidate) => address !== '' && !address.endsWith('.local')

const isUdp = ({ protocol }: Candidate) => protocol === 'udp'

const isReflexive = ({ type }: Candidate) => type === 'srflx' || type === 'relay'
