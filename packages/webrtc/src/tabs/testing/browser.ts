import type { TabsChannel } from '../seat.ts'

/** A browser's locks and channels for several tabs in one process, each of which can crash, freeze and thaw. */
export interface FakeBrowser {
  tab(): FakeTab
}

/** What one tab has of its browser. */
export interface FakeTab {
  readonly locks: Pick<LockManager, 'request'>
  openChannel(name: string): TabsChannel
  /** It is gone: its locks are free, and it hears nothing any more. */
  crash(): void
  /** It does nothing any more; what it is told waits. */
  freeze(): void
  thaw(): void
  isFrozen(): boolean
  isGone(): boolean
  /** Runs something in a task of this tab: later, when it is awake, and not at all when it is gone. */
  task(run: () => void): void
}

interface Holder {
  readonly tab: object
  readonly release: () => void
  /** Another tab stole it. */
  readonly stolen: () => void
}

interface Waiting {
  readonly tab: object
  readonly isShared: boolean
  readonly grant: () => void
}

const due: ((done: undefined) => void)[] = []

/** Runs something in a task of its own, in turn; a timer of a browser would wait for a millisecond. */
export const soon = (run: (done: undefined) => void) => {
  due.push(run)
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    due.shift()?.(undefined)
  }
  port2.postMessage(undefined)
}

/** Makes a browser. */
export function createFakeBrowser(): FakeBrowser {
  const holders = new Map<string, Holder>()
  const queues = new Map<string, Waiting[]>()
  const channels = new Map<string, Set<{ readonly tab: object; deliver(data: unknown): void }>>()

  const queueOf = (name: string) => {
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    return queue
  }
  const free = (name: string) => {
    holders.delete(name)
    // who only wants to know lets it go at once
    for (;;) {
      const next = queueOf(name).shift()
      next?.grant()
      if (next?.isShared !== true) return
    }
  }

  const tab = (): FakeTab => {
    const me = {}
    let isGone = false
    let isFrozen = false
    const tasks: (() => void)[] = []
    const next = () => {
      if (!isGone && !isFrozen) tasks.shift()?.()
    }
    const task = (run: () => void) => {
      tasks.push(run)
      soon(next)
    }

    const request = (
      name: string,
      ...given: [LockOptions, LockGrantedCallback<unknown>] | [LockGrantedCallback<unknown>]
    ) => {
      const [options, callback] = given.length === 1 ? [{} as LockOptions, given[0]] : given
      return new Promise<unknown>((resolve, reject) => {
        const hold = () => {
          const holder: Holder = {
            tab: me,
            release: () => {
              if (holders.get(name) === holder) free(name)
            },
            stolen: () => task(() => reject(new DOMException('stolen', 'AbortError'))),
          }
          holders.set(name, holder)
          task(() => {
            const held = new Promise((done) => done(callback({ name, mode: 'exclusive' })))
            held.finally(holder.release).then(resolve, reject)
          })
        }
        if (options.steal === true) {
          holders.get(name)?.stolen()
          return hold()
        }
        const isShared = options.mode === 'shared'
        const look = () => task(() => resolve(callback({ name, mode: 'shared' })))
        if (!holders.has(name)) return isShared ? look() : hold()
        const waiting: Waiting = { tab: me, isShared, grant: isShared ? look : hold }
        queueOf(name).push(waiting)
        options.signal?.addEventListener('abort', () => {
          const queue = queueOf(name)
          if (!queue.includes(waiting)) return
          queue.splice(queue.indexOf(waiting), 1)
          reject(new DOMException('aborted', 'AbortError'))
        })
      })
    }

    return {
      // the generics of the real one say no more than this
      locks: { request: request as LockManager['request'] },
      openChannel(name) {
        const all = channels.get(name) ?? new Set()
        channels.set(name, all)
        const channel: TabsChannel = {
          onmessage: null,
          postMessage(data) {
            if (isGone) return
            for (const other of all) if (other !== entry) other.deliver(structuredClone(data))
          },
          close: () => void all.delete(entry),
        }
        const entry = {
          tab: me,
          deliver: (data: unknown) =>
            task(() => {
              if (all.has(entry)) channel.onmessage?.call(channel as BroadcastChannel, { data } as MessageEvent)
            }),
        }
        all.add(entry)
        return channel
      },
      crash() {
        isGone = true
        for (const all of channels.values()) for (const one of [...all]) if (one.tab === me) all.delete(one)
        for (const [name, queue] of queues)
          queues.set(
            name,
            queue.filter((waiting) => waiting.tab !== me),
          )
        for (const [name, holder] of [...holders]) if (holder.tab === me) free(name)
      },
      freeze() {
        isFrozen = true
      },
      thaw() {
        isFrozen = false
        for (const _ of tasks) soon(next)
      },
      isFrozen: () => isFrozen,
      isGone: () => isGone,
      task,
    }
  }
  return { tab }
}
