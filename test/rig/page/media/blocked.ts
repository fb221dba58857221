import { createMedia } from '../../../../packages/webrtc/src/media/media.ts'
import { pause } from './sound.ts'

/** Rings and plays a call at once, without any click, in a browser that blocks that. */
export function startBlocked() {
  const elements: HTMLAudioElement[] = []
  const contexts: AudioContext[] = []
  const { sounds, speaker, isBlocked } = createMedia({
    createElement() {
      const element = new Audio()
      elements.push(element)
      return element
    },
    createContext() {
      const made = new AudioContext()
      contexts.push(made)
      return made
    },
  })
  const told: boolean[] = []
  isBlocked.subscribe(() => told.push(isBlocked.getSnapshot()))
  sounds.ring()
  const voice = new MediaStreamAudioDestinationNode(new AudioContext())
  speaker.play('call', voice.stream)
  const look = () => ({ told: [...told], ring: contexts[0]?.state, isPaused: elements[0]?.paused })
  // whoever asks from outside counts as a click in Chromium, so what was before is noted here
  const before = pause(2_000).then(look)
  return { look, before }
}
