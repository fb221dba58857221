import { OffhookError } from '@offhook/core'
import type { Gate } from './gate.ts'

/** Something that sounds now. */
export interface Sounding {
  /** Plays on another device; undefined is the system's default. Rejects with `device-missing` or `unsupported`. */
  route(deviceId: string | undefined): Promise<void>
  stop(): void
}

/** What an audio element plays: a stream, or a file that may loop; `failed` is called when the file cannot be played. */
export type Source =
  | { readonly stream: MediaStream }
  | { readonly url: string; readonly loops: boolean; readonly failed?: () => void }

/** Plays streams and files through audio elements outside the page's tree. */
export interface Elements {
  /** Plays at once, or at the first click when the browser blocks it. */
  play(source: Source, deviceId: string | undefined): Sounding
  /** Whether this browser can choose where an element plays (`setSinkId`). */
  readonly canChoose: boolean
}

/** The world audio elements live in. */
export interface ElementsOptions {
  readonly gate: Gate
  /** Default `new Audio()`. */
  readonly createElement?: () => HTMLAudioElement
}

/** Makes the player of audio elements; playing throws `unsupported` where there are none. */
export function createElements({ gate, createElement = () => new Audio() }: ElementsOptions): Elements {
  let canChoose: boolean | undefined
  return {
    get canChoose() {
      canChoose ??= hasSink(createElement)
      return canChoose
    },
    play(source, deviceId) {
      const element = make(createElement)
      let unblock = () => {}
      let isStopped = false
      const failed = 'failed' in source ? source.failed : undefined
      load(element, source)
      const start = async () => {
        if (!isStopped) await element.play()
      }
      const begin = () =>
        start().catch((thrown: unknown) => {
          if (isStopped) return
          if (nameOf(thrown) === 'NotAllowedError') unblock = gate.block(start)
          else if (nameOf(thrown) !== 'AbortError') failed?.()
        })
      // on its device before the first sound; a device that is gone leaves it on the system's default
      if (deviceId === undefined) void begin()
      else void route(element, deviceId).catch(ignore).then(begin)
      return {
        route: (next) => route(element, next),
        stop() {
          isStopped = true
          unblock()
          unload(element)
        },
      }
    },
  }
}

function make(createElement: () => HTMLAudioElement): HTMLAudioElement {
  try {
    return createElement()
  } catch (cause) {
    throw new OffhookError('unsupported', { message: 'There is no audio element here to play sound.', cause })
  }
}

function hasSink(createElement: () => HTMLAudioElement): boolean {
  try {
    return 'setSinkId' in createElement()
  } catch {
    // no audio elements at all
    return false
  }
}

function load(element: HTMLAudioElement, source: Source): void {
  if ('stream' in source) {
    element.srcObject = source.stream
    return
  }
  element.loop = source.loops
  element.src = source.url
}

/** An element that is only paused would keep its stream, and a stream keeps its device. */
function unload(element: HTMLAudioElement): void {
  element.pause()
  element.srcObject = null
  element.removeAttribute('src')
}

const sinkErrors: Readonly<Record<string, () => OffhookError>> = {
  NotFoundError: () => new OffhookError('device-missing'),
  NotAllowedError: () =>
    new OffhookError('unsupported', { message: 'This page may not choose a speaker (permissions policy).' }),
}

async function route(element: HTMLAudioElement, deviceId: string | undefined): Promise<void> {
  if (!('setSinkId' in element)) {
    if (deviceId === undefined) return
    throw new OffhookError('unsupported', { message: 'This browser cannot choose a speaker.' })
  }
  try {
    await element.setSinkId(deviceId ?? '')
  } catch (thrown) {
    throw sinkErrors[nameOf(thrown)]?.() ?? new OffhookError('device-missing', { cause: thrown })
  }
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : ''
}

function ignore(): void {}
