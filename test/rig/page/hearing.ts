import type { Digits } from './digits.ts'
import { createEars, type Ear, type Heard } from './ear.ts'
import { frequencies, soundsIn } from './sounds.ts'

/** Listens to whatever a telephone plays, all of it. */
export interface Hearing {
  /** What is heard now: the same over several windows; more than silence lets pass. */
  now(): Promise<readonly string[]>
  /** The digits that arrived since the beginning. */
  digits(): string
  close(): void
}

// a quarter of a second: what sounds shorter is a click, and what was before a change has passed
const steady = 12
const longestLook = 150
const refreshEvery = 40

/** Makes hearing for one page. */
export async function createHearing(context: AudioContext, digits: Digits) {
  const earFor = await createEars(context, frequencies)

  /** Listens to the tracks that `tracks` gives, as they come and go. */
  return (tracks: () => readonly MediaStreamTrack[]): Hearing => {
    const ears = new Map<MediaStreamTrack, Ear>()
    const known = new Set<MediaStreamTrack>()

    const refresh = () => {
      const wanted = new Set(tracks())
      for (const [track, ear] of ears) {
        if (wanted.has(track)) continue
        ear.close()
        ears.delete(track)
      }
      for (const track of wanted) {
        known.add(track)
        if (!ears.has(track)) ears.set(track, earFor(track))
      }
    }
    const timer = setInterval(refresh, refreshEvery)

    return {
      async now() {
        refresh()
        const sounds = await Promise.all([...ears.values()].map(steadySounds))
        return [...new Set(sounds.flat())].sort()
      },
      digits() {
        refresh()
        return [...known].map(digits.of).join('')
      },
      close() {
        clearInterval(timer)
        for (const ear of ears.values()) ear.close()
        ears.clear()
      },
    }
  }
}

/** What a track sounds like as soon as it sounds the same for a while; all of it when it never does. */
function steadySounds(ear: Ear): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const seen: (readonly string[])[] = []
    const hear = (heard: Heard) => {
      seen.push(soundsIn(heard))
      const last = seen.slice(-steady)
      const isSteady = last.length === steady && last.every((sounds) => String(sounds) === String(last[0]))
      if (!isSteady && seen.length < longestLook) return
      stop()
      resolve(isSteady ? (last[0] ?? []) : [...new Set(last.flat())].sort())
    }
    // a call that another session carries on has another track from then on
    const stop = ear.listen(hear, () => resolve([]))
  })
}
