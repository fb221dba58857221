import type { EventType } from '@offhook/rest/contract'
import type { Clock } from '../clock.ts'
import type { NewEvent } from '../store/events/outbox.ts'
import type { Store, Writing } from '../store/store.ts'

// what the switch goes by
const heededTypes: ReadonlySet<string> = new Set<EventType>([
  'profile.updated',
  'presence.updated',
  'presence.removed',
  'forwarding.updated',
  'settings.updated',
  'caller-ids.updated',
])

// the change is made: its answer must not wait for ever on a database that went away after it
const longestMs = 2000

/** A store whose changes are not done before they are in the files: who was told of a change has the next call go by it. */
export function heeded(store: Store, { clock, caughtUp }: { clock: Clock; caughtUp(): Promise<void> }): Store {
  const heeding = async <Result>(change: (watch: (tx: Writing) => Writing) => Promise<Result>): Promise<Result> => {
    let matters = false
    const watch = (tx: Writing): Writing => ({
      ...tx,
      tell(event: NewEvent) {
        matters ||= heededTypes.has(event.type)
        tx.tell(event)
      },
    })
    const result = await change(watch)
    if (matters) await within(clock, caughtUp())
    return result
  }
  return {
    ...store,
    transaction: (work) => heeding((watch) => store.transaction((tx) => work(watch(tx)))),
    once: (request, work) => heeding((watch) => store.once(request, (tx) => work(watch(tx)))),
  }
}

function within(clock: Clock, done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(longestMs, resolve)
    void done.then(() => {
      cancel()
      resolve()
    })
  })
}
