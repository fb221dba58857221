import { createEars, type Ear, type Heard } from './ear.ts'
import { banks, keyIn, soundsIn } from './sounds.ts'

/** Listens to whatever a telephone plays, all of it. */
export interface Hearing {
  /** What is heard now: the same over several windows; more than silence lets pass. */
  now(): Promise<readonly string[]>
  /** The digits heard since the beginning. */
  digits(): string
  close(): void
}

interface Listened {
  readonly ear: Ear
  stop(): void
}

// a quarter of a second: what sounds shorter is a click, and what was before a change has passed
const steady = 24
const longestLook = 300
const refreshEvery = 40

/** Makes hearing for one page. */
export async function createHearing(context: AudioContext) {
  const earFor = await createEars(context, banks)

  /** Listens to the tracks that `tracks` gives, as they come and go. */
  return (tracks: () => readonly MediaStreamTrack[]): Hearing => {
    const listened = new Map<MediaStreamTrack, Listened>()
    const digits = createDigitReader()

    const refresh = () => {
      const wanted = new Set(tracks())
      for (const [track, { stop }] of listened) {
        if (wanted.has(track)) continue
        stop()
        listened.delete(track)
      }
      for (const track of wanted) if (!listened.has(track)) listened.set(track, open(track))
    }
    const open = (track: MediaStreamTrack): Listened => {
      const ear = earFor(track)
      const stop = ear.listen(digits.reader())
      return {
        ear,
        stop() {
          stop()
          ear.close()
        },
      }
    }
    const timer = setInterval(refresh, refreshEvery)

    return {
      async now() {
        refresh()
        const sounds = await Promise.all([...listened.values()].map(({ ear }) => steadySounds(ear)))
        return [...new Set(sounds.flat())].sort()
      },
      digits: digits.all,
      close() {
        clearInterval(timer)
        for (const { stop } of listened.values()) stop()
        listened.clear()
      },
    }
  }
}

/** What a track sounds like as soon as it sounds the same for a while; all of it when it never does. */
function steadySounds(ear: Ear): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const seen: (readonly string[])[] = []
    const stop = ear.listen((heard) => {
      seen.push(soundsIn(heard))
      const last = seen.slice(-steady)
      const isSteady = last.length === steady && last.every((sounds) => String(sounds) === String(last[0]))
      if (!isSteady && seen.length < longestLook) return
      stop()
      resolve(isSteady ? (last[0] ?? []) : [...new Set(last.flat())].sort())
    })
  })
}

// measurements until a key counts as pressed, and as let go: a sound that stutters for 40 ms is still one digit
const toPress = 2
const toLetGo = 4

/** Reads keys out of what is heard: one digit for each time its tones begin. */
function createDigitReader() {
  let all = ''
  return {
    all: () => all,
    reader() {
      let pressed: string | undefined
      let last: string | undefined
      let times = 0
      return (heard: Heard) => {
        const key = keyIn(heard)
        times = key === last ? times + 1 : 1
        last = key
        if (key === pressed || times < (key === undefined ? toLetGo : toPress)) return
        pressed = key
        all += key ?? ''
      }
    },
  }
}
