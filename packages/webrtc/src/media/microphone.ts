import { type Clock, createStore, OffhookError, type Readable } from '@offhook/core'
import type { DeviceChoice } from './choice.ts'
import { type Borrowed, createUsers } from './loan.ts'
import { createSource } from './source.ts'
import { type MicrophoneDevices, type OpenMicrophone, type OpenReason, userMedia } from './user-media.ts'

export type { DeviceChoice } from './choice.ts'
export type { Borrowed } from './loan.ts'
export type { OpenMicrophone } from './user-media.ts'

/** The microphone as it is now; `isMuted`: silenced by a key on the headset or by the system, not by the app. */
export type MicrophoneSnapshot =
  | { readonly status: 'closed' | 'opening' }
  | { readonly status: 'open'; readonly id: string; readonly label: string; readonly isMuted: boolean }
  | { readonly status: 'lost' | 'failed'; readonly error: OffhookError }

/** The one microphone of the phone: opened once for all calls, closed after the last. */
export interface Microphone extends Readable<MicrophoneSnapshot> {
  /** Lends a clone of the open track; rejects with `microphone-denied`, `-missing`, `-busy`, `unsupported` or `closed`. */
  borrow(): Promise<Borrowed>
  /** Opens ahead of a call; closed again when nobody borrows within some seconds. Never throws. */
  warm(): void
  /** Takes another microphone, now when one is open; undefined is the system's default. Rejects and keeps the old one. */
  choose(wish: DeviceChoice | undefined): Promise<void>
  /** Stops everything that is open, borrowed or not, for good. */
  close(): void
}

/** The world a microphone lives in, each with a default. */
export interface MicrophoneOptions {
  /** Default: getUserMedia with echo cancellation, noise suppression and gain control. */
  readonly open?: OpenMicrophone | undefined
  readonly clock?: Clock
  /** Default `navigator.mediaDevices`. */
  readonly mediaDevices?: MicrophoneDevices | undefined
  /** How long a warmed microphone waits for a borrower, milliseconds; default 10,000. */
  readonly warmFor?: number
}

/** Makes the microphone of a phone; nothing is opened until somebody borrows or warms it. */
export function createMicrophone(options: MicrophoneOptions = {}): Microphone {
  const { mediaDevices = globalThis.navigator?.mediaDevices, open = userMedia(mediaDevices) } = options
  const store = createStore<MicrophoneSnapshot>({ status: 'closed' })
  const users = createUsers(options)
  const inTurn = createTurns(() => rest())
  let wish: DeviceChoice | undefined
  let isClosed = false

  const show = () => {
    const { id, label, isMuted } = source.live ?? {}
    if (id !== undefined && label !== undefined) store.set({ status: 'open', id, label, isMuted: isMuted === true })
  }
  const source = createSource({
    open,
    // an integrator's own microphone is theirs to follow
    devices: options.open === undefined ? mediaDevices : undefined,
    replaced: users.replace,
    // a page that is being left has no list of devices any more
    changed: () => void inTurn(follow).catch(() => {}),
    muted: show,
  })
  const take = async (choice: DeviceChoice | undefined, why: OpenReason) => {
    if (isClosed) throw new OffhookError('closed')
    const capture = await source.take(choice, why)
    if (isClosed) throw new OffhookError('closed')
    show()
    return capture
  }
  const ready = async () => {
    if (source.live !== undefined) return source.live
    store.set({ status: 'opening' })
    return take(wish, 'first').catch((error: OffhookError) => {
      store.set({ status: 'failed', error })
      throw error
    })
  }
  const follow = async () => {
    if (!users.isAnybody() || (await source.isFine(wish))) return
    await take(wish, 'successor').catch((error: OffhookError) => {
      if (source.live !== undefined || store.getSnapshot().status === 'lost') return
      store.set({ status: 'lost', error })
      users.lost(error)
    })
  }
  /** Closes the device when nobody needs it; why it failed stays to be read. */
  const rest = () => {
    if (users.isAnybody() && !isClosed) return
    source.drop()
    if (store.getSnapshot().status !== 'failed') store.set({ status: 'closed' })
  }

  return {
    ...{ getSnapshot: store.getSnapshot, subscribe: store.subscribe },
    borrow: () => users.hope(() => inTurn(async () => users.lend(await ready(), rest))),
    warm() {
      users.keepWarm(() => inTurn(ready), rest)
    },
    choose: (next) =>
      inTurn(async () => {
        if (users.isAnybody() && (source.live === undefined || source.live.id !== next?.id)) await take(next, 'chosen')
        wish = next
      }),
    close() {
      isClosed = true
      users.dismiss()
      rest()
    },
  }
}

/** Runs one piece of work after the other, each to its end; `after` is called when one is done. */
function createTurns(after: () => void) {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work).finally(after)
    last = done.catch(() => {})
    return done
  }
}
