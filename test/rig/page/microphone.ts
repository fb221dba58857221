/** Microphones that speak a tone. */
export interface Microphones {
  /** A microphone for one telephone, to hand to `sipTransport`. */
  speaking(hertz: number): () => Promise<MediaStream>
  /** How many microphones are open, lent copies included. */
  live(): number
}

/** Makes microphones on one audio context, and counts every track that comes of them or of the browser's own. */
export function createMicrophones(context: AudioContext): Microphones {
  const tracks = new Set<MediaStreamTrack>()
  const clone = MediaStreamTrack.prototype.clone
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this)
    if (tracks.has(this)) tracks.add(copy)
    return copy
  }
  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    for (const track of stream.getAudioTracks()) tracks.add(track)
    return stream
  }
  return {
    speaking: (hertz) => async () => {
      const voice = new OscillatorNode(context, { frequency: hertz })
      const throat = new GainNode(context, { gain: 0.2 })
      const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
      voice.connect(throat).connect(mouth)
      voice.start()
      for (const track of mouth.stream.getAudioTracks()) tracks.add(track)
      return mouth.stream
    },
    live: () => [...tracks].filter(({ readyState }) => readyState === 'live').length,
  }
}
