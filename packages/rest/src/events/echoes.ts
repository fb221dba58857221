import type { Clock } from '@offhook/core'
import type { Feed } from './feed.ts'

/**
 * What was told, so that a command can wait until what it did came back as news: news has one order for everybody, and
 * an answer that overtook it would be followed by what was before.
 */
export interface Echoes {
  /** Something was told. */
  told(what: string): void
  /**
   * Carries out, and resolves when what `toldAs` names is told; where no news comes, or not in time, after `otherwise`.
   */
  carry<Value>(command: Carried<Value>): Promise<Value>
  /** Asks for what stands; undefined when something that begins so was told meanwhile, which is newer than the answer. */
  asked<Value>(beginning: string, ask: () => Promise<Value>): Promise<Value | undefined>
}

/** A command whose news is waited for. */
export interface Carried<Value> {
  send(): Promise<Value>
  toldAs(value: Value): string
  otherwise?(value: Value): void | Promise<void>
}

/** How long news may take that was made before the answer. */
const patience = 2_000

/** Makes what remembers what was told while commands are under way. */
export function createEchoes({ clock, feed }: { readonly clock: Clock; readonly feed: Feed }): Echoes {
  const listeners = new Set<(what: string) => void>()

  /** Resolves to whether it is told in time. */
  const isTold = (what: string, heard: ReadonlySet<string>) =>
    new Promise<boolean>((resolve) => {
      if (heard.has(what) || !feed.isLive.getSnapshot()) return resolve(heard.has(what))
      const end = (outcome: boolean) => {
        listeners.delete(listen)
        stopWatching()
        stopWaiting()
        resolve(outcome)
      }
      const listen = (other: string) => {
        if (other === what) end(true)
      }
      listeners.add(listen)
      const stopWatching = feed.isLive.subscribe(() => end(false))
      const stopWaiting = clock.after(patience, () => end(false))
    })

  return {
    told(what) {
      for (const listener of [...listeners]) listener(what)
    },
    async asked(beginning, ask) {
      let isOvertaken = false
      const hear = (what: string) => {
        isOvertaken ||= what.startsWith(beginning)
      }
      listeners.add(hear)
      try {
        const answer = await ask()
        return isOvertaken ? undefined : answer
      } finally {
        listeners.delete(hear)
      }
    },
    async carry({ send, toldAs, otherwise }) {
      const heard = new Set<string>()
      const hear = (what: string) => void heard.add(what)
      listeners.add(hear)
      try {
        const value = await send()
        const told = isTold(toldAs(value), heard)
        listeners.delete(hear)
        if (!(await told)) await otherwise?.(value)
        return value
      } finally {
        listeners.delete(hear)
      }
    },
  }
}
