/**
 * A script for a tab that is not ours: its microphone becomes a tone of `hertz`, and `window.hears()` resolves with the
 * tones, of those in `tones`, that the other sides of its calls send and that are played.
 */
export function ears(hertz: number, tones: readonly number[]): string {
  return `(${install.toString()})(${hertz}, ${JSON.stringify(tones)})`
}

/** Runs in the tab, before anything else; it can use nothing from outside itself. */
function install(hertz: number, tones: readonly number[]): void {
  const size = 8192
  let context: AudioContext | undefined
  const audio = () => {
    context ??= new AudioContext()
    return context
  }
  const analysers = new Map<RTCPeerConnection, AnalyserNode>()

  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    // the real one too: only then does the browser show its addresses to the page
    const granted = await real(constraints)
    const tone = audio().createOscillator()
    const volume = audio().createGain()
    const out = audio().createMediaStreamDestination()
    tone.frequency.value = hertz
    volume.gain.value = 0.2
    tone.connect(volume).connect(out)
    tone.start()
    const [track] = out.stream.getAudioTracks()
    const stop = track?.stop.bind(track)
    if (track !== undefined) {
      track.stop = () => {
        stop?.()
        for (const each of granted.getTracks()) each.stop()
      }
    }
    return out.stream
  }

  const Native = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ track }) => {
        const analyser = audio().createAnalyser()
        analyser.fftSize = size
        analyser.smoothingTimeConstant = 0
        audio()
          .createMediaStreamSource(new MediaStream([track]))
          .connect(analyser)
        analysers.set(this, analyser)
      })
    }
  }

  const loud = (analyser: AnalyserNode) => {
    const levels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(levels)
    const near = (bin: number) => Math.max(...[-1, 0, 1].map((step) => levels[bin + step] ?? -200))
    return tones.filter((tone) => near(Math.round((tone * size) / audio().sampleRate)) > -65)
  }
  const hears = () => {
    const live = [...analysers].filter(([peer]) => peer.connectionState === 'connected')
    return [...new Set(live.flatMap(([, analyser]) => loud(analyser)))].sort((a, b) => a - b)
  }
  Object.assign(window, { hears })
}
