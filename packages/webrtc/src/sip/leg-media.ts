import type { CallId, CallSignal, CallTimings, Clock, MediaHealth } from '@offhook/core'
import { firstAudio } from '../media/first-audio.ts'
import type { Microphone } from '../media/microphone.ts'
import type { Speaker } from '../media/speaker.ts'
import { type SoundFacet, watchStatistics } from '../media/statistics.ts'
import type { Peers } from './peers.ts'
import { createSessionMedia, type SessionMedia } from './session-media.ts'

/** What the media of a leg needs of the phone around it. */
export interface LegMediaWorld {
  readonly id: CallId
  readonly clock: Clock
  readonly microphone: Microphone
  readonly speaker: Speaker
  readonly peers: Peers
  /** The streams that are heard now, by call. */
  readonly heard: Map<CallId, MediaStream>
  signal(signal: CallSignal): void
  /** The media path broke. */
  interrupted(): void
}

/** The media of one session of a leg: its sound is played, its steps are timed, its quality is told. */
export interface LegMedia extends SessionMedia {
  step(step: keyof CallTimings): void
  /** Times are counted from now: an incoming call's set-up begins when it is answered. */
  restartClock(): void
  /** How the sound does. */
  health(): MediaHealth
  /** Hold and mute as they are wanted. */
  wishes(): { isHeld: boolean; isMuted: boolean }
}

/** Makes the media of a session, with the hold and mute of the session it replaces. */
export function createLegMedia(
  world: LegMediaWorld,
  { isHeld, isMuted } = { isHeld: false, isMuted: false },
): LegMedia {
  const { id, clock, speaker, heard, signal } = world
  const wishes = { isHeld, isMuted }
  const timings: Partial<Record<keyof CallTimings, number>> = {}
  let began = clock.now()
  let peer: RTCPeerConnection | undefined
  let stream: MediaStream | undefined
  let isRemoteHeld = false
  let health: MediaHealth = 'none'
  let stopWatching = () => {}

  const step = (name: keyof CallTimings) => {
    if (timings[name] !== undefined) return
    const after = clock.now() - began
    timings[name] = after
    signal({ type: 'timings', timings: { [name]: after } })
  }

  const usePeer = (next: RTCPeerConnection) => {
    stopWatching()
    peer = next
    next.addEventListener('connectionstatechange', () => next.connectionState === 'connected' && step('secured'))
    stopWatching = watchStatistics(next, { clock, isOnHold: () => isRemoteHeld }, report)
  }

  const report = (facet: SoundFacet) => {
    signal(facet)
    if (facet.type !== 'media') return
    health = facet.media
    if (health === 'interrupted') world.interrupted()
  }

  const hear = (sound: MediaStream) => {
    stream = sound
    heard.set(id, sound)
    speaker.play(id, sound)
    const receiver = peer?.getReceivers().find(({ track }) => track.kind === 'audio')
    if (receiver !== undefined) void firstAudio(receiver, { clock }).then((isHeard) => isHeard && step('audio'))
  }

  const media = createSessionMedia(
    {
      ...world,
      news: {
        step,
        peer: usePeer,
        sound: hear,
        offered(held) {
          if (held !== isRemoteHeld) signal({ type: 'remote-hold', held })
          isRemoteHeld = held
        },
      },
    },
    wishes,
  )

  const silence = () => {
    stopWatching()
    media.close()
    // another session may already be heard in its place
    if (heard.get(id) !== stream || stream === undefined) return
    heard.delete(id)
    speaker.stop(id)
  }

  return {
    ...media,
    close: silence,
    step,
    health: () => health,
    restartClock() {
      began = clock.now()
    },
    wishes: () => ({ ...wishes }),
    setHeld(next) {
      wishes.isHeld = next
      media.setHeld(next)
    },
    setMuted(next) {
      wishes.isMuted = next
      media.setMuted(next)
    },
  }
}
