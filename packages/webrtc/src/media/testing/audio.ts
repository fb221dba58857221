/** An audio element that plays when it is allowed to. */
export interface FakeElement {
  readonly element: HTMLAudioElement
  isPlaying: boolean
  sinkId: string
}

/** A browser's audio: elements, a context, and whether it lets the page make sound. */
export interface FakeAudio {
  readonly createElement: () => HTMLAudioElement
  readonly createContext: () => AudioContext
  /** Where clicks are heard. */
  readonly gestures: EventTarget
  readonly elements: readonly FakeElement[]
  /** The elements that play now. */
  playing(): readonly FakeElement[]
  /** The buffers that the context plays now: seconds, and whether they loop. */
  tones(): readonly { readonly seconds: number; readonly loops: boolean; readonly at: 'default' | 'element' }[]
  /** From now on the browser blocks or allows sound. */
  allow(isAllowed: boolean): void
  /** A person clicks on the page. */
  click(): void
  /** The devices that sound can be sent to. */
  readonly sinks: Set<string>
  /** How the context stands; undefined before it was made. */
  contextState(): AudioContextState | undefined
  /** URLs that cannot be loaded. */
  readonly broken: Set<string>
}

/** Makes a browser's audio. */
export function createFakeAudio({ isAllowed: allowedFirst = true, canChoose = true } = {}): FakeAudio {
  let isAllowed = allowedFirst
  const elements: FakeElement[] = []
  const sinks = new Set([''])
  const broken = new Set<string>()
  const gestures = new EventTarget()
  const context = createFakeContext(() => isAllowed)
  let isMade = false

  const createElement = () => {
    const fake = {
      ...{ isPlaying: false, sinkId: '', srcObject: null, src: '', loop: false },
      async play() {
        if (broken.has(fake.src)) throw failure('NotSupportedError')
        if (!isAllowed) throw failure('NotAllowedError')
        fake.isPlaying = true
      },
      pause() {
        fake.isPlaying = false
      },
      removeAttribute() {
        fake.src = ''
      },
    }
    const setSinkId = async (id: string) => {
      if (!sinks.has(id)) throw failure('NotFoundError')
      fake.sinkId = id
    }
    if (canChoose) Object.assign(fake, { setSinkId })
    // a fake at the port: only what the media use of an audio element is there
    const element = fake as unknown as HTMLAudioElement
    elements.push(Object.assign(fake, { element }))
    return element
  }

  return {
    ...{ createElement, gestures, elements, sinks, broken },
    createContext() {
      isMade = true
      return context.context
    },
    playing: () => elements.filter(({ isPlaying }) => isPlaying),
    tones: context.tones,
    allow(next) {
      isAllowed = next
    },
    click() {
      isAllowed = true
      gestures.dispatchEvent(new Event('pointerup'))
    },
    contextState: () => (isMade ? context.context.state : undefined),
  }
}

function createFakeContext(isAllowed: () => boolean) {
  const started = new Set<{ readonly buffer: { readonly seconds: number } | null; readonly loop: boolean }>()
  const exits = new Map<object, 'default' | 'element'>()
  const destination = {}
  let orders = Promise.resolve()
  const fake = {
    ...{ state: 'suspended', currentTime: 0, sampleRate: 48_000, destination },
    async resume() {
      // a blocked resume() waits for ever
      if (!isAllowed()) await new Promise(() => {})
      await orders
      fake.state = 'running'
    },
    suspend() {
      // the audio thread takes its time, and one order after the other
      orders = new Promise((resolve) => setTimeout(resolve, 0)).then(() => {
        fake.state = 'suspended'
      })
      return orders
    },
    async close() {
      fake.state = 'closed'
    },
    createBuffer: (_: number, length: number, rate: number) => ({ seconds: length / rate, copyToChannel() {} }),
    createGain: () => {
      const gain = { setValueAtTime() {}, linearRampToValueAtTime() {} }
      const node = {
        gain,
        connect: (to: object) => void exits.set(destination, to === destination ? 'default' : 'element'),
        disconnect() {},
      }
      return node
    },
    createMediaStreamDestination: () => ({ stream: { id: 'tones' } }),
    createBufferSource: () => {
      const source = {
        ...{ buffer: null, loop: false, onended: () => {} },
        ...{ connect() {}, disconnect() {} },
        start: () => void started.add(source),
        stop() {
          if (started.delete(source) && fake.state === 'running') queueMicrotask(() => source.onended())
        },
      }
      return source
    },
  }
  return {
    // a fake at the port: only what the media use of a context is there
    context: fake as unknown as AudioContext,
    tones: () =>
      [...started].map(({ buffer, loop }) => ({
        seconds: buffer?.seconds ?? 0,
        loops: loop,
        at: exits.get(destination) ?? ('default' as const),
      })),
  }
}

function failure(name: string): Error {
  return Object.assign(new Error(name), { name })
}
