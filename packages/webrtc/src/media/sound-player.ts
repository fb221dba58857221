import { type Clock, OffhookError, systemClock } from '@offhook/core'
import type { SharedAudio } from './audio.ts'
import type { Elements, Sounding } from './elements.ts'
import type { Gate } from './gate.ts'
import type { SoundOptions, Sounds } from './sounds.ts'
import { createTonePlayer } from './tone-player.ts'
import { type Tone, tones, tonesOfKeys } from './tones.ts'

/** What sounds are played through. */
export interface SoundPlayerOptions extends SoundOptions {
  readonly gate: Gate
  readonly audio: SharedAudio
  readonly elements: Elements
  readonly clock?: Clock
}

const testMs = { speaker: 1_200, ringer: 2_000 } as const

/** Makes the sounds of a phone; a sound that cannot be played is silent and never harms a call. */
export function createSounds(options: SoundPlayerOptions): Sounds {
  const { gate, audio, ringtone, ringback, keys = true, clock = systemClock } = options
  const stage = createStage(options)
  const playRing = () => stage.play('ringer', tones.ring, ringtone)
  const ringer = createRinger(playRing)
  const tests = { speaker: () => stage.play('speaker', tones.test), ringer: playRing }
  let stopKeys = () => {}

  return {
    ring: ringer.ring,
    setRinger: ringer.turn,
    waiting: () => stage.play('speaker', tones.waiting),
    ringback: () => stage.play('speaker', tones.ringback, ringback),
    failed: (tone) => stage.play('speaker', tones[tone]),
    keys(digits) {
      stopKeys()
      if (keys) stopKeys = stage.play('speaker', tonesOfKeys(digits))
    },
    choose: stage.choose,
    test: (kind) =>
      awake(audio, async () => {
        const stop = tests[kind]()
        await new Promise<void>((resolve) => void clock.after(testMs[kind], resolve))
        stop()
      }),
    async unlock() {
      // all at once and at once: only the click itself may wake them
      const { release } = audio.use()
      await Promise.all([audio.running(), gate.unlock()]).finally(release)
    },
    close() {
      stage.close()
      audio.close()
    },
  }
}

/** Does something while the audio runs. */
async function awake(audio: SharedAudio, work: () => Promise<void>): Promise<void> {
  const { release } = audio.use()
  try {
    await audio.running()
    await work()
  } finally {
    release()
  }
}

/** Rings while somebody wants it and the ringer is on. */
function createRinger(play: () => () => void) {
  const wanted = new Set<object>()
  let isOn = true
  let stop: (() => void) | undefined
  const refresh = () => {
    const rings = isOn && wanted.size > 0
    if (rings) stop ??= play()
    else {
      stop?.()
      stop = undefined
    }
  }
  return {
    ring() {
      const want = {}
      wanted.add(want)
      refresh()
      return () => {
        wanted.delete(want)
        refresh()
      }
    },
    turn(on: boolean) {
      isOn = on
      refresh()
    },
  }
}

type Output = 'speaker' | 'ringer'

/** Plays sounds on two outputs and moves them when another device is chosen. */
function createStage({ audio, elements }: SoundPlayerOptions) {
  const playTone = createTonePlayer({ audio, elements })
  const devices = new Map<Output, string | undefined>()
  const playing = new Map<Sounding, Output>()

  const play = (output: Output, tone: Tone, file?: string): (() => void) => {
    if (file === 'off') return () => {}
    let current: Sounding | undefined
    const stop = () => {
      if (current !== undefined && playing.delete(current)) current.stop()
    }
    const begin = (make: (deviceId: string | undefined) => Sounding) => {
      stop()
      try {
        current = make(devices.get(output))
        playing.set(current, output)
      } catch (error) {
        // a browser without Web Audio is a silent phone, not a broken one
        if (!(error instanceof OffhookError)) throw error
      }
    }
    const generated = () => begin((deviceId) => playTone(tone, deviceId, stop))
    // a file that cannot be played must not make an incoming call silent
    if (file === undefined) generated()
    else begin((deviceId) => elements.play({ url: file, loops: tone.loops, failed: generated }, deviceId))
    return stop
  }

  return {
    play,
    async choose(output: Output, deviceId: string | undefined) {
      if (deviceId !== undefined && !elements.canChoose) throw new OffhookError('unsupported')
      devices.set(output, deviceId)
      const moved = [...playing].filter(([, where]) => where === output)
      await Promise.all(moved.map(([sounding]) => sounding.route(deviceId)))
    },
    close() {
      for (const sounding of playing.keys()) sounding.stop()
      playing.clear()
    },
  }
}
