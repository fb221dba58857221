/**
 * A script for a tab that is not ours: its microphone becomes a tone of `hertz`, and `window.hears()` resolves with the
 * tones, of those in `tones`, that the other sides of its calls send and that are played;
 * `window.plays()` whether the page itself makes a sound, and `window.playsOn()` on which devices elements played.
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
  const microphones = new Set<AudioNode>()

  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    // the real one too: only then does the browser show its addresses to the page
    const granted = await real(constraints)
    const tone = audio().createOscillator()
    const volume = audio().createGain()
    const out = audio().createMediaStreamDestination()
    tone.frequency.value = hertz
    volume.gain.value = 0.2
    microphones.add(out)
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

  const outputs = new Map<AudioNode, AnalyserNode>()
  const connect = AudioNode.prototype.connect
  // what leaves the page by its loudspeaker, or by an element that plays on another one, passes an analyser on its way
  Object.assign(AudioNode.prototype, {
    connect(this: AudioNode, to: AudioNode, ...more: number[]) {
      const isExit = to instanceof AudioDestinationNode || to instanceof MediaStreamAudioDestinationNode
      if (isExit && !microphones.has(to)) {
        const analyser = this.context.createAnalyser()
        Reflect.apply(connect, this, [analyser])
        outputs.set(this, analyser)
      }
      return Reflect.apply(connect, this, [to, ...more])
    },
  })
  const isLoud = (analyser: AnalyserNode) => {
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    return analyser.context.state === 'running' && samples.some((sample) => Math.abs(sample) > 0.001)
  }
  const disconnect = AudioNode.prototype.disconnect
  Object.assign(AudioNode.prototype, {
    disconnect(this: AudioNode, ...from: never[]) {
      outputs.delete(this)
      return Reflect.apply(disconnect, this, from)
    },
  })
  // a ring has pauses
  const plays = async () => {
    for (let turn = 0; turn < 60 && outputs.size > 0; turn++) {
      if ([...outputs.values()].some(isLoud)) return true
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return false
  }
  const sinks = new Set<string>()
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    sinks.add(this.sinkId)
    return Reflect.apply(play, this, [])
  }
  const playsOn = () => [...sinks]
  Object.assign(window, { hears, plays, playsOn })
}
