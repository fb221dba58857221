import { type Call, type CallSnapshot, createPhone, IllegalCommandError, OffhookError, type Phone } from '@offhook/core'
import { type SipOptions, sipTransport } from '@offhook/webrtc'

/** What the microphone of a phone in this page does when it is asked for. */
export type MicrophoneKind = 'tone' | 'refused' | 'missing' | 'busy' | 'never' | 'slow' | 'later-refused'

/** How a phone in this page is made. */
export interface PageOptions {
  readonly url: string | readonly string[]
  readonly password?: string
  readonly name?: string
  readonly microphone?: MicrophoneKind | 'browser'
}

/** What became of something: done, or the code of a typed error, or `untyped` with what was thrown. */
export interface Outcome {
  readonly code: string
  readonly message?: string
}

/** What is still alive in the page. */
export interface Leftovers {
  readonly calls: number
  readonly tracks: number
  readonly peers: number
  readonly errors: readonly string[]
}

// how long a step of a test may take, in the page's own (maybe hurried) time
const patienceMs = 60_000

const peers = new Set<RTCPeerConnection>()
const tracks = new Set<MediaStreamTrack>()
const errors: string[] = []
const given: MediaStream[] = []
const news: string[] = []
const trace: string[] = []
const known = new Map<string, Call>()
let phone: Phone | undefined
let warm = () => {}

watch()

/** Counts what is opened, and what nobody caught. */
function watch() {
  window.addEventListener('error', ({ message }) => errors.push(message))
  window.addEventListener('unhandledrejection', ({ reason }) => {
    errors.push(`unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}`)
  })
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.add(this)
    }
  }
  const { clone } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this)
    tracks.add(copy)
    return copy
  }
  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => keep(await getUserMedia(constraints))
}

function keep(stream: MediaStream): MediaStream {
  for (const track of stream.getTracks()) tracks.add(track)
  given.push(stream)
  return stream
}

let context: AudioContext | undefined

/** A tone of its own for each time the microphone is opened. */
function tone(): MediaStream {
  context ??= new AudioContext()
  const oscillator = context.createOscillator()
  const exit = context.createMediaStreamDestination()
  oscillator.connect(exit)
  oscillator.start()
  return keep(exit.stream)
}

const failing = (name: string) => async () => {
  throw new DOMException('The test says so.', name)
}

let wasOpened = false
const microphones: Record<MicrophoneKind, () => Promise<MediaStream>> = {
  tone: async () => tone(),
  refused: failing('NotAllowedError'),
  missing: failing('NotFoundError'),
  busy: failing('NotReadableError'),
  never: () => new Promise(() => {}),
  slow: () => new Promise((resolve) => setTimeout(() => resolve(tone()), 1_000)),
  'later-refused': () => {
    if (wasOpened) return failing('NotAllowedError')()
    wasOpened = true
    return Promise.resolve(tone())
  },
}

async function outcomeOf(work: () => unknown): Promise<Outcome> {
  try {
    await work()
    return { code: 'done' }
  } catch (error) {
    if (error instanceof OffhookError) return { code: error.code, message: error.message }
    return { code: 'untyped', message: String(error) }
  }
}

function callOf(id: string): Call {
  const call = known.get(id)
  if (call === undefined) throw new Error(`No call ${id}.`)
  return call
}

/** Waits until something is true of a call. */
function until(call: Call, isTrue: (now: CallSnapshot) => boolean): Promise<CallSnapshot> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      stop()
      reject(new Error(`The call stayed ${call.getSnapshot().status}.`))
    }, patienceMs)
    const look = () => {
      const now = call.getSnapshot()
      if (!isTrue(now)) return
      clearTimeout(late)
      stop()
      resolve(now)
    }
    const stop = call.subscribe(look)
    look()
  })
}

type Plain = 'answer' | 'decline' | 'hangUp' | 'hold' | 'resume' | 'mute' | 'unmute'

const faults = {
  news,
  trace,
  open({ url, microphone = 'tone', password = 'alice', name }: PageOptions) {
    const options: SipOptions = {
      ...{ url, user: 'alice', password, trace: (line) => void trace.push(line) },
      ...(name === undefined ? {} : { name }),
      ...(microphone === 'browser' ? {} : { microphone: microphones[microphone] }),
      sounds: { ringtone: 'off', ringback: 'off', keys: false },
    }
    const transport = sipTransport(options)
    const made = createPhone(transport)
    warm = transport.media.warm
    made.on('incoming', (call) => {
      known.set(call.id, call)
      news.push(`incoming ${call.id}`)
    })
    made.on('missed', (call) => void news.push(`missed ${call.id}`))
    made.on('refused', (_call, command, error) => void news.push(`refused ${command} ${error.code}`))
    phone = made
  },
  warm: () => warm(),
  connection: () => phone?.connection.getSnapshot(),
  connect: () => outcomeOf(() => phone?.connection.connect()),
  disconnect: () => outcomeOf(() => phone?.connection.disconnect()),
  close: () => phone?.close(),
  async dial(target: string): Promise<Outcome & { readonly id: string }> {
    let id = ''
    const outcome = await outcomeOf(() => {
      const call = phone?.call(target)
      if (call === undefined) throw new Error('No phone.')
      id = call.id
      known.set(id, call)
    })
    return { ...outcome, id }
  },
  /** The call that rings; waits for it. */
  async ringing(): Promise<string> {
    const end = performance.now() + patienceMs
    while (performance.now() < end) {
      const found = phone?.calls.getSnapshot().all.find((call) => call.getSnapshot().status === 'ringing')
      if (found !== undefined) return found.id
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    throw new Error('Nobody called.')
  },
  snapshot: (id: string): CallSnapshot => callOf(id).getSnapshot(),
  until: (id: string, status: string) => until(callOf(id), (now) => now.status === status),
  untilHeldByThem: (id: string, isHeld: boolean) => until(callOf(id), (now) => now.remoteHold === isHeld),
  give: (id: string, command: Plain) => outcomeOf(() => callOf(id)[command]()),
  digits: (id: string, digits: string) => outcomeOf(() => callOf(id).sendDigits(digits)),
  transfer: (id: string, to: string) => outcomeOf(() => callOf(id).transfer(known.get(to) ?? to)),
  /** The microphone in use goes away, as when it is unplugged. */
  unplug() {
    for (const track of given.flatMap((stream) => stream.getTracks())) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
  },
  ringingCount: () =>
    phone?.calls.getSnapshot().all.filter((call) => call.getSnapshot().status === 'ringing').length ?? 0,
  left: (): Leftovers => ({
    calls: phone?.calls.getSnapshot().all.length ?? 0,
    tracks: [...tracks].filter(({ readyState }) => readyState === 'live').length,
    peers: [...peers].filter(({ signalingState }) => signalingState !== 'closed').length,
    errors,
  }),
  /** The tracks that are sent to the other side now. */
  heard: () =>
    [...peers].flatMap((peer) =>
      peer.getSenders().flatMap(({ track }) => (track === null ? [] : [{ live: track.readyState, on: track.enabled }])),
    ),
  isIllegal: (error: unknown) => error instanceof IllegalCommandError,
}

/** What a test may do in the page. */
export type Faults = typeof faults

declare global {
  interface Window {
    faults: Faults
  }
}

window.faults = faults
