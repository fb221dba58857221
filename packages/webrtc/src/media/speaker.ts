import { OffhookError, type Readable } from '@offhook/core'
import { createElements, type Sounding } from './elements.ts'
import { createGate, type Gate } from './gate.ts'

/** Where the other side of each call is heard. */
export interface Speaker {
  /** Plays a stream under an id, in the place of what played there; the same stream again changes nothing. */
  play(id: string, stream: MediaStream): void
  /** Stops what plays under an id, and lets its stream go. */
  stop(id: string): void
  /** Plays on another device, now too; undefined is the system's default. Rejects with `device-missing` or `unsupported`. */
  choose(deviceId: string | undefined): Promise<void>
  /** Whether this browser can choose a speaker (`setSinkId`). */
  readonly canChoose: boolean
  /** Tries again what the browser blocked; call it from a click. Rejects with `sound-blocked`. */
  unlock(): Promise<void>
  /** Whether the browser blocks sound now; it is tried again at the next click or key. */
  readonly isBlocked: Readable<boolean>
  /** Stops everything. */
  close(): void
}

/** The world a speaker lives in, each with a default. */
export interface SpeakerOptions {
  /** Makes an audio element; default `new Audio()`. */
  readonly createElement?: () => HTMLAudioElement
  /** What waits for a click when sound is blocked; default one of its own. */
  readonly gate?: Gate
}

/** Makes a speaker: one audio element, outside the page's tree, per call. */
export function createSpeaker({ gate = createGate(), ...options }: SpeakerOptions = {}): Speaker {
  const elements = createElements({ ...options, gate })
  const playing = new Map<string, { readonly stream: MediaStream; readonly sounding: Sounding }>()
  let device: string | undefined

  const stop = (id: string) => {
    playing.get(id)?.sounding.stop()
    playing.delete(id)
  }
  const routeAll = (deviceId: string | undefined) =>
    Promise.all([...playing.values()].map(({ sounding }) => sounding.route(deviceId)))

  return {
    stop,
    unlock: gate.unlock,
    isBlocked: gate,
    get canChoose() {
      return elements.canChoose
    },
    play(id, stream) {
      if (playing.get(id)?.stream === stream) return
      stop(id)
      playing.set(id, { stream, sounding: elements.play({ stream }, device) })
    },
    async choose(deviceId) {
      if (deviceId !== undefined && !elements.canChoose) throw new OffhookError('unsupported')
      try {
        await routeAll(deviceId)
        device = deviceId
      } catch (error) {
        // some calls may have moved already: all go back to where they were heard
        await routeAll(device).catch(() => {})
        throw error
      }
    },
    close() {
      for (const id of [...playing.keys()]) stop(id)
    },
  }
}
