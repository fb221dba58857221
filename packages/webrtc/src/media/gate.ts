import { createStore, OffhookError, type Readable } from '@offhook/core'

/** What the browser blocked until a person has clicked, kept to be tried again; it reads whether there is anything. */
export interface Gate extends Readable<boolean> {
  /** Keeps something blocked, to try at the next click, key or unlock; `retry` rejects while still blocked. Returns what forgets it. */
  block(retry: () => Promise<void>): () => void
  /** Tries everything again; rejects with `sound-blocked` when something still is. */
  unlock(): Promise<void>
  /** Forgets everything. */
  close(): void
}

// the events that give a page the right to make sound (HTML, "activation triggering input event")
const gestureNames = ['pointerdown', 'pointerup', 'touchend', 'keydown'] as const

/** Makes a gate that opens at the first click or key on `gestures`, default the document. */
export function createGate(gestures: EventTarget | undefined = globalThis.document): Gate {
  const blocked = new Set<{ readonly retry: () => Promise<void> }>()
  const store = createStore(false)

  const tryAgain = () =>
    Promise.all(
      [...blocked].map(async (entry) => {
        // still blocked: it stays for the next gesture
        await entry.retry().then(() => forget(entry), ignore)
      }),
    )
  const listen = () => {
    for (const name of gestureNames) gestures?.addEventListener(name, tryAgain, { capture: true, passive: true })
  }
  const deafen = () => {
    for (const name of gestureNames) gestures?.removeEventListener(name, tryAgain, { capture: true })
  }
  const forget = (entry: { readonly retry: () => Promise<void> }) => {
    if (!blocked.delete(entry) || blocked.size > 0) return
    deafen()
    store.set(false)
  }

  return {
    ...{ getSnapshot: store.getSnapshot, subscribe: store.subscribe },
    block(retry) {
      const entry = { retry }
      blocked.add(entry)
      if (blocked.size === 1) {
        listen()
        store.set(true)
      }
      return () => forget(entry)
    },
    async unlock() {
      await tryAgain()
      if (blocked.size > 0) throw new OffhookError('sound-blocked')
    },
    close() {
      blocked.clear()
      deafen()
      store.set(false)
    },
  }
}

function ignore(): void {}
