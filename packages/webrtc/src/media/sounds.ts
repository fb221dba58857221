import type { CallCommand, CallId, CallSignal, CallTransport, EndReason, ResumedCall } from '@offhook/core'

/** What the phone sounds like; a URL plays that file, `off` nothing, absent the generated sound. */
export interface SoundOptions {
  readonly ringtone?: string
  readonly ringback?: string
  /** Whether keys are heard; default true. */
  readonly keys?: boolean
}

/** What starts a sound returns what stops it. */
export interface Sounds {
  /** Rings on the ringer device until stopped; silent while the ringer is off. */
  ring(): () => void
  /** Beeps softly on the speaker until stopped: another call waits. */
  waiting(): () => void
  /** Plays the ringback tone on the speaker until stopped. */
  ringback(): () => void
  /** Plays a short tone on the speaker that says how an outgoing call failed; it ends by itself, or when stopped. */
  failed(tone: 'busy' | 'congestion'): () => void
  /** Plays the tones of pressed keys on the speaker, quietly; a comma is a pause. */
  keys(digits: string): void
  /** Plays a test sound and resolves when it is over; rejects with `sound-blocked`. */
  test(kind: 'speaker' | 'ringer'): Promise<void>
  /** Turns the ringer on or off, also while it rings. */
  setRinger(isOn: boolean): void
  /** Plays on another device; undefined is the system's default. Rejects with `device-missing` or `unsupported`. */
  choose(kind: 'speaker' | 'ringer', deviceId: string | undefined): Promise<void>
  /** Lets the page make sound; call it from a click. Rejects with `sound-blocked`. */
  unlock(): Promise<void>
  /** Stops every sound and closes the audio. */
  close(): void
}

/** A call as far as its sounds go. */
type Phase = 'calling' | 'alerting' | 'early' | 'ringing' | 'answering' | 'talking' | 'ending'

/** A sound that goes on as long as it is right. */
type Loop = 'ring' | 'waiting' | 'ringback'

const afterCommand: Readonly<Partial<Record<CallCommand['type'], Phase>>> = {
  dial: 'calling',
  answer: 'answering',
  decline: 'ending',
  hangUp: 'ending',
}

const phaseOf: Readonly<Record<ResumedCall['status'], Phase>> = {
  ringing: 'ringing',
  alerting: 'alerting',
  connected: 'talking',
  held: 'talking',
}

// a refused dial, decline or hang-up is the end of the call
const afterRefusal: Readonly<Partial<Record<CallCommand['type'], Phase | 'over'>>> = {
  dial: 'over',
  answer: 'ringing',
  decline: 'over',
  hangUp: 'over',
}

const afterSignal: Readonly<Partial<Record<CallSignal['type'], Phase | 'over'>>> = {
  connected: 'talking',
  transferred: 'over',
  ended: 'over',
}

const failureTones: Readonly<Partial<Record<EndReason, 'busy' | 'congestion'>>> = {
  busy: 'busy',
  declined: 'busy',
  unanswered: 'congestion',
  'not-found': 'congestion',
  unreachable: 'congestion',
  'not-allowed': 'congestion',
  incompatible: 'congestion',
  'connection-lost': 'congestion',
  'exchange-error': 'congestion',
  failed: 'congestion',
}

/** A call transport that is heard: it rings, plays ringback, beeps for a waiting call, and says how a call failed. */
export function withSounds(calls: CallTransport, sounds: Sounds): CallTransport {
  const phases = new Map<CallId, Phase>()
  const play = createLoops(sounds)
  let stopTone = () => {}
  const move = (id: CallId, phase: Phase | 'over') => {
    if (phase === 'over') phases.delete(id)
    else phases.set(id, phase)
    play(loopsOf([...phases.values()]))
  }

  return {
    open(sink) {
      const close = calls.open({
        incoming(id, call) {
          // a call that answers itself must not ring first
          move(id, call.autoAnswer === true ? 'answering' : 'ringing')
          sink.incoming(id, call)
        },
        resumed(id, call) {
          move(id, phaseOf[call.status])
          sink.resumed(id, call)
        },
        signal(id, signal) {
          const phase = phases.get(id)
          const next = phase === undefined ? undefined : phaseAfter(phase, signal)
          if (next !== undefined) move(id, next)
          const tone = failureOf(phase, signal)
          if (tone !== undefined) stopTone = sounds.failed(tone)
          sink.signal(id, signal)
        },
      })
      return () => {
        close()
        stopTone()
        phases.clear()
        play(new Set())
      }
    },
    async send(id, command) {
      const phase = afterCommand[command.type]
      if (phase !== undefined) move(id, phase)
      // who goes on to another call has understood
      if (command.type === 'dial' || command.type === 'answer') stopTone()
      if (command.type === 'sendDigits') sounds.keys(command.digits)
      try {
        await calls.send(id, command)
      } catch (error) {
        const back = afterRefusal[command.type]
        // a signal may have overtaken the refusal, and then it says what is true
        if (back !== undefined && phases.get(id) === phase) move(id, back)
        throw error
      }
    },
  }
}

function phaseAfter(phase: Phase, signal: CallSignal): Phase | 'over' | undefined {
  const next = signal.type === 'alerting' ? (signal.earlyMedia ? 'early' : 'alerting') : afterSignal[signal.type]
  return phase === 'ending' && next !== 'over' ? undefined : next
}

function failureOf(phase: Phase | undefined, signal: CallSignal): 'busy' | 'congestion' | undefined {
  const isOnItsWay = phase === 'calling' || phase === 'alerting' || phase === 'early'
  if (!isOnItsWay || signal.type !== 'ended') return undefined
  return failureTones[signal.reason]
}

/** A person in a call hears a soft beep; only somebody who is free is rung. */
function loopsOf(phases: readonly Phase[]): ReadonlySet<Loop> {
  const isBusy = phases.some((phase) => phase !== 'ringing' && phase !== 'ending')
  const loops = new Set<Loop>()
  if (phases.includes('ringing')) loops.add(isBusy ? 'waiting' : 'ring')
  if (phases.includes('alerting')) loops.add('ringback')
  return loops
}

/** Starts the loops that became right and stops those that no longer are. */
function createLoops(sounds: Sounds): (wanted: ReadonlySet<Loop>) => void {
  const playing = new Map<Loop, () => void>()
  return (wanted) => {
    for (const [loop, stop] of playing) {
      if (wanted.has(loop)) continue
      playing.delete(loop)
      stop()
    }
    for (const loop of wanted) if (!playing.has(loop)) playing.set(loop, sounds[loop]())
  }
}
