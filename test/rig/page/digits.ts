import { digitsWorker } from './digits-worker.ts'

// of the Encoded Transform API, which TypeScript does not know yet: https://www.w3.org/TR/webrtc-encoded-transform/
declare const RTCRtpScriptTransform: new (worker: Worker, options: unknown, transfer: Transferable[]) => unknown

/** Reads the digits that arrive as RTP packets, whether or not anything of them can be heard. */
export interface Digits {
  /** Reads what this receiver gets from now on; once is enough. */
  read(receiver: RTCRtpReceiver): void
  /** The digits that arrived on a track until now. */
  of(track: MediaStreamTrack): string
}

/** Starts the reader of digits. */
export function createDigits(): Digits {
  const worker = new Worker(URL.createObjectURL(new Blob([digitsWorker], { type: 'text/javascript' })))
  const byTrack = new WeakMap<MediaStreamTrack, string>()
  const reading = new WeakSet<RTCRtpReceiver>()
  const of = (track: MediaStreamTrack) => byTrack.get(track) ?? ''
  return {
    of,
    read(receiver) {
      if (reading.has(receiver)) return
      reading.add(receiver)
      const { track } = receiver
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = ({ data }: MessageEvent<string>) => byTrack.set(track, of(track) + data)
      Object.assign(receiver, { transform: new RTCRtpScriptTransform(worker, { port: port2 }, [port2]) })
    },
  }
}
