/** Every peer connection that is made on the page from now on, oldest first. */
export function collectPeers(): readonly RTCPeerConnection[] {
  const peers: RTCPeerConnection[] = []
  const Native = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.push(this)
    }
  }
  return peers
}

/** Plays a track: a library that leaves playing to the app receives nothing until then. */
export function listen(track: MediaStreamTrack): void {
  const audio = new Audio()
  audio.srcObject = new MediaStream([track])
  void audio.play()
}
