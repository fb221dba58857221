/** A peer connection whose statistics a test writes. */
export interface FakePeer {
  readonly peer: RTCPeerConnection
  /** Lets the connection be in another state and tells who listens. */
  become(connection: RTCPeerConnectionState, ice?: RTCIceConnectionState): void
  /** Packets that came since, all of them or some lost, on the stream of a name. */
  receive(packets: number, how?: { lost?: number; jitterMs?: number; stream?: string }): void
  /** The other side's round trip, milliseconds. */
  roundTrip(ms: number): void
  /** The level of the microphone, 0 to 1; undefined: the browser does not tell. */
  speak(level: number | undefined): void
  /** Whether the microphone is enabled and where sound may go. */
  readonly transceiver: { currentDirection: RTCRtpTransceiverDirection | null; enabled: boolean }
  /** How often the statistics were asked for. */
  looks(): number
  /** Whether anything listens to the connection. */
  isWatched(): boolean
}

/** Makes a peer connection that is connected and may send and receive. */
export function createFakePeer(): FakePeer {
  const streams = new Map<string, { packetsReceived: number; packetsLost: number; jitter: number }>()
  const more = new Map<string, object>()
  const listeners = new Map<string, () => void>()
  const transceiver: FakePeer['transceiver'] = { currentDirection: 'sendrecv', enabled: true }
  let looks = 0
  const fake = {
    ...{ connectionState: 'connected', iceConnectionState: 'connected' },
    addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
    removeEventListener: (name: string) => void listeners.delete(name),
    async getStats() {
      looks++
      const inbound = [...streams].map(
        ([id, sums]) => [id, { id, type: 'inbound-rtp', kind: 'audio', ...sums }] as const,
      )
      return new Map<string, object>([...inbound, ...more])
    },
    getTransceivers: () => [
      {
        get currentDirection() {
          return transceiver.currentDirection
        },
        sender: { track: transceiver },
      },
    ],
  }
  return {
    // a fake at the port: only what the statistics use of a peer connection is there
    peer: fake as unknown as RTCPeerConnection,
    become(connection, ice = connection === 'connecting' ? 'checking' : connection) {
      Object.assign(fake, { connectionState: connection, iceConnectionState: ice })
      listeners.get('connectionstatechange')?.()
    },
    receive(packets, { lost = 0, jitterMs = 1, stream = 'a' } = {}) {
      const { packetsReceived = 0, packetsLost = 0 } = streams.get(stream) ?? {}
      const sums = { packetsReceived: packetsReceived + packets - lost, packetsLost: packetsLost + lost }
      streams.set(stream, { ...sums, jitter: jitterMs / 1_000 })
    },
    roundTrip(ms) {
      more.set('r', { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: ms / 1_000 })
    },
    speak(level) {
      more.set('m', { id: 'm', type: 'media-source', kind: 'audio', ...(level !== undefined && { audioLevel: level }) })
    },
    transceiver,
    looks: () => looks,
    isWatched: () => listeners.size > 0,
  }
}
