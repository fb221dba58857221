import type { Digits } from './digits.ts'

// what tells whether sound can flow and does
const telling: Readonly<Record<string, readonly string[]>> = {
  transport: ['dtlsState', 'iceState', 'packetsSent', 'packetsReceived', 'selectedCandidatePairChanges'],
  'inbound-rtp': ['packetsReceived', 'packetsLost', 'packetsDiscarded', 'audioLevel', 'concealedSamples'],
  'outbound-rtp': ['packetsSent', 'active'],
  'local-candidate': ['address', 'port', 'protocol', 'candidateType'],
  'remote-candidate': ['address', 'port', 'protocol', 'candidateType'],
}

/** Watches every peer connection of the page from now on: the digits that arrive, and how it was when something failed. */
export function watchPeers(digits: Digits) {
  const peers: RTCPeerConnection[] = []
  const Original = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.push(this)
      this.addEventListener('track', ({ receiver }) => digits.read(receiver))
    }
    // Chromium reads a receiver of one's own offer only when it is told so at once
    override addTransceiver(...given: Parameters<RTCPeerConnection['addTransceiver']>) {
      const transceiver = super.addTransceiver(...given)
      digits.read(transceiver.receiver)
      return transceiver
    }
    override addTrack(...given: Parameters<RTCPeerConnection['addTrack']>) {
      const sender = super.addTrack(...given)
      for (const { receiver } of this.getTransceivers()) digits.read(receiver)
      return sender
    }
  }
  return {
    forget: () => peers.splice(0),
    tell: () => Promise.all(peers.filter(({ connectionState }) => connectionState !== 'closed').map(describe)),
  }
}

async function describe(peer: RTCPeerConnection): Promise<unknown> {
  const stats = await peer.getStats()
  const facts: Record<string, unknown>[] = []
  // a report is a map that only tells its values one by one
  stats.forEach((entry: Record<string, unknown> & { type: string }) => {
    const names = telling[entry.type]
    if (names !== undefined) facts.push({ type: entry.type, ...pick(entry, names) })
  })
  return { connection: peer.connectionState, signaling: peer.signalingState, facts }
}

const pick = (entry: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])))
