import { earWorklet } from './ear-worklet.ts'

/** What one window of sound (85 ms, one every 21 ms) is made of. */
export interface Heard {
  /** Root mean square of everything, 0 to 1. */
  readonly level: number
  /** The amplitude of each tone that was asked for, in that order. */
  readonly amplitudes: readonly number[]
}

/** Listens to one track. */
export interface Ear {
  /** Calls `listener` with each window, and `over` when there will be no more. */
  listen(listener: (heard: Heard) => void, over?: () => void): () => void
  close(): void
}

/** Makes ears that know the tones of `frequencies`. */
export async function createEars(context: AudioContext, frequencies: readonly number[]) {
  const source = URL.createObjectURL(new Blob([earWorklet(frequencies)], { type: 'text/javascript' }))
  await context.audioWorklet.addModule(source)
  URL.revokeObjectURL(source)
  // what leads nowhere is not computed
  const nowhere = new GainNode(context, { gain: 0 })
  nowhere.connect(context.destination)
  return (track: MediaStreamTrack): Ear => {
    const sound = context.createMediaStreamSource(new MediaStream([track]))
    const node = new AudioWorkletNode(context, 'ear', {
      numberOfInputs: 1,
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    sound.connect(node).connect(nowhere)
    const listeners = new Map<(heard: Heard) => void, () => void>()
    node.port.onmessage = ({ data }: MessageEvent<Heard>) => {
      for (const listener of [...listeners.keys()]) listener(data)
    }
    return {
      listen(listener, over = () => {}) {
        listeners.set(listener, over)
        return () => void listeners.delete(listener)
      },
      close() {
        node.port.onmessage = null
        node.port.postMessage('close')
        sound.disconnect()
        node.disconnect()
        for (const over of listeners.values()) over()
        listeners.clear()
      },
    }
  }
}
