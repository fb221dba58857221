import { type ErrorCode, OffhookError } from '@offhook/core'
import { type DeviceChoice, devicesOf, findChoice } from './choice.ts'

/** Why a microphone is opened: for the first borrower, because a person chose it, or because the one before went away. */
export type OpenReason = 'first' | 'chosen' | 'successor'

/**
 * Opens a microphone: a stream with one live audio track, a new one each time, stopped by whoever asked for it. An
 * integrator's own function may ignore both parameters. Rejects with an `OffhookError`, or with what getUserMedia throws.
 */
export type OpenMicrophone = (wish?: DeviceChoice, why?: OpenReason) => Promise<MediaStream>

/** The part of `navigator.mediaDevices` that is used. */
export type MicrophoneDevices = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>

const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true } as const

// the exceptions of getUserMedia (Media Capture and Streams, 10.2)
const codes: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'microphone-denied',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
}

/** What opening a microphone threw, as a typed error; what has no name we know is `microphone-busy` with its cause. */
export function toMicrophoneError(thrown: unknown): OffhookError {
  if (thrown instanceof OffhookError) return thrown
  // an OverconstrainedError is no Error in every browser, but has a name
  const name = typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
  return new OffhookError(codes[name] ?? 'microphone-busy', { cause: thrown })
}

/** Opens microphones with getUserMedia: the wished one; when it is gone the same label, the default, then any other. */
export function userMedia(devices: MicrophoneDevices | undefined): OpenMicrophone {
  return async (wish, why = 'first') => {
    if (devices === undefined) throw insecure()
    const failures: OffhookError[] = []
    for await (const id of candidates(devices, wish, why)) {
      try {
        return await devices.getUserMedia({ audio: { ...processing, ...(id && { deviceId: { exact: id } }) } })
      } catch (thrown) {
        const failure = toMicrophoneError(thrown)
        failures.push(failure)
        if (!mayTryAnother(failure.code, why)) break
      }
    }
    const [first = new OffhookError('microphone-missing')] = failures
    const isChoiceGone = why === 'chosen' && wish !== undefined && first.code === 'microphone-missing'
    throw isChoiceGone ? new OffhookError('device-missing', { cause: first }) : first
  }
}

/** A refusal is the person's answer, and a busy headset is theirs to free; only a device that vanished has successors. */
function mayTryAnother(code: ErrorCode, why: OpenReason): boolean {
  return code === 'microphone-missing' || (code === 'microphone-busy' && why === 'successor')
}

/** The ids to try, in order; undefined is the default. The list is only asked for when the first try failed. */
async function* candidates(devices: MicrophoneDevices, wish: DeviceChoice | undefined, why: OpenReason) {
  yield wish?.id
  if (why === 'chosen') return
  const present = devicesOf(await devices.enumerateDevices(), 'microphone')
  const sameLabel = findChoice(present, wish)?.deviceId
  const rest = [sameLabel, undefined, ...present.map(({ deviceId }) => deviceId)]
  yield* new Set(rest.filter((id) => id !== wish?.id && id !== ''))
}

/** Whether a microphone that is open should give way: to the chosen one that came back, or because it is gone itself. */
export async function isOutdated(
  devices: MicrophoneDevices,
  wish: DeviceChoice | undefined,
  open: { readonly id: string; readonly group: string },
): Promise<boolean> {
  const all = (await devices.enumerateDevices()).filter(
    ({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '',
  )
  if (all.length === 0) return false
  const chosen = findChoice(devicesOf(all, 'microphone'), wish)
  if (chosen !== undefined) return chosen.deviceId !== open.id
  const current = all.find(({ deviceId }) => deviceId === open.id)
  // the same id in another group: the system has another default now
  return current === undefined || (open.group !== '' && current.groupId !== open.group)
}

function insecure(): OffhookError {
  return new OffhookError('unsupported', {
    message: 'The browser gives this page no microphone: serve the page over https, or from localhost.',
  })
}
