import type { Clock } from '@offhook/core'

/** Which of the tabs carries the calls: who has the lock. */
export interface Election {
  /** Asks for the lock, and waits for it as long as it takes. */
  stand(): void
  /** Takes the lock from a tab that does not answer. */
  seize(): void
  /** Lets the next tab have it. */
  release(): void
}

/** What an election needs, and what it tells. */
export interface ElectionWorld {
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly name: string
  /** This tab carries the calls from now on. */
  won(): void
  /** Another tab took that. */
  lost(): void
}

// of several tabs that seize the lock at the same time only the last one begins
const pauseAfterSeizing = 50

/** Makes the election of one tab. */
export function createElection({ clock, locks, name, won, lost }: ElectionWorld): Election {
  let waiting = new AbortController()
  let letGo = () => {}
  let cancel = () => {}
  let turn = 0
  let isSeizing = false

  const forget = () => {
    isSeizing = false
    cancel()
    waiting.abort()
    letGo()
    return ++turn
  }
  const request = (mine: number, options: LockOptions, pause: number) => {
    let isHeld = false
    const granted = () => {
      // somebody who thaws may be given a lock that is not wanted any more
      if (mine !== turn) return
      isHeld = true
      if (pause > 0) cancel = clock.after(pause, won)
      // who was asleep has been given the lock long ago: what became of it since is said before this is answered
      else locks.request(`${name}.still`, { mode: 'shared' }, () => mine === turn && won()).catch(() => {})
      return new Promise<void>((resolve) => {
        letGo = resolve
      })
    }
    locks.request(name, options, granted).catch(() => {
      if (mine !== turn || !isHeld) return
      turn++
      cancel()
      lost()
    })
  }

  return {
    stand() {
      const mine = forget()
      waiting = new AbortController()
      request(mine, { signal: waiting.signal }, 0)
    },
    seize() {
      // several commands that were not heard are one reason
      if (isSeizing) return
      const mine = forget()
      isSeizing = true
      request(mine, { steal: true }, pauseAfterSeizing)
    },
    release: () => void forget(),
  }
}
