import type { Clock } from '@offhook/core'
import { ownAddresses, usableCandidates } from './candidates.ts'

/** Makes the peer connections of calls, and keeps one ready. */
export interface Peers {
  /** Makes an offer and gathers candidates ahead of a call; thrown away when no call comes. */
  warm(): void
  /** A peer connection to offer with; when it was warmed its offer is there, or on its way. */
  take(): RTCPeerConnection
  /** Resolves when the offer that was begun ahead is there, or could not be made; at once where none was begun. */
  offered(peer: RTCPeerConnection): Promise<void>
  /** A peer connection to answer with. */
  make(): RTCPeerConnection
  /** Waits until its description is worth sending, which began when it was warmed; resolves false when it never will be. */
  usable(peer: RTCPeerConnection): Promise<boolean>
  close(): void
}

const warmFor = 30_000
// how long better candidates may take, once there is one with an address
const quietWithServers = 100
// the addresses of all interfaces come within some 2 ms; how much later on a machine that is short of time nobody knows
const quietAlone = 4
const quietUnsure = 50

/** Makes peer connections with the given servers; one m-line, one port. */
export function createPeers(iceServers: readonly RTCIceServer[], clock: Clock): Peers {
  let ready: { peer: RTCPeerConnection; cancel: () => void } | undefined
  let isClosed = false
  const hasServers = iceServers.length > 0
  let expected: readonly string[] = []
  const quietWhileMissing = hasServers ? quietWithServers : quietUnsure
  const usable = (peer: RTCPeerConnection) => {
    const quiet = hasServers || expected.length === 0 ? quietWhileMissing : quietAlone
    return usableCandidates(peer, { quiet, quietWhileMissing, expected, hasServers, clock })
  }
  const gathered = new WeakMap<RTCPeerConnection, Promise<boolean>>()
  const offering = new WeakMap<RTCPeerConnection, Promise<void>>()
  const make = () => {
    const how: RTCConfiguration = { bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' }
    const peer = new RTCPeerConnection({ ...how, iceServers: [...iceServers] })
    peer.addEventListener('icegatheringstatechange', () => {
      const own = ownAddresses(peer)
      if (peer.iceGatheringState === 'complete' && own.length > 0) expected = own
    })
    return peer
  }

  const forget = () => {
    ready?.cancel()
    ready?.peer.close()
    ready = undefined
  }

  return {
    make,
    offered: async (peer) => offering.get(peer),
    usable(peer) {
      const ahead = gathered.get(peer)
      // what it offers later has candidates of its own
      gathered.delete(peer)
      return ahead ?? usable(peer)
    },
    close() {
      isClosed = true
      forget()
    },
    warm() {
      if (ready !== undefined || isClosed) return
      const peer = withSound(make())
      ready = { peer, cancel: clock.after(warmFor, forget) }
      gathered.set(peer, usable(peer))
      const offered = offerAhead(peer).catch(() => void (ready?.peer === peer && forget()))
      offering.set(peer, offered)
    },
    take() {
      if (ready === undefined) return withSound(make())
      const { peer, cancel } = ready
      cancel()
      ready = undefined
      return peer
    },
  }
}

function withSound(peer: RTCPeerConnection): RTCPeerConnection {
  peer.addTransceiver('audio', { direction: 'sendrecv' })
  return peer
}

async function offerAhead(peer: RTCPeerConnection): Promise<void> {
  await peer.setLocalDescription(await peer.createOffer())
}
