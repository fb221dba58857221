/** Which of the tabs carries the calls: who has the lock. */
export interface Election {
  /** Asks for the lock, and waits for it as long as it takes. */
  stand(): void
  /** Takes the lock from a tab that does not answer. */
  seize(): void
  /** Lets the next tab have it. */
  release(): void
}

/** What an election tells. */
export interface ElectionWorld {
  readonly locks: Pick<LockManager, 'request'>
  readonly name: string
  /** This tab carries the calls from now on. */
  won(): void
  /** Another tab took that. */
  lost(): void
}

/** Makes the election of one tab. */
export function createElection({ locks, name, won, lost }: ElectionWorld): Election {
  let waiting: AbortController | undefined
  let letGo: (() => void) | undefined
  let turn = 0

  /** Holds the lock until it is released or taken. */
  const hold = () =>
    new Promise<void>((resolve) => {
      letGo = resolve
      won()
    })
  const request = (options: LockOptions) => {
    const mine = ++turn
    let isHeld = false
    const granted = () => {
      // somebody who thaws may be given a lock that is not wanted any more
      if (mine !== turn) return
      waiting = undefined
      isHeld = true
      return hold()
    }
    locks.request(name, options, granted).catch(() => {
      if (mine !== turn || !isHeld) return
      letGo = undefined
      lost()
    })
  }

  return {
    stand() {
      waiting = new AbortController()
      request({ signal: waiting.signal })
    },
    seize() {
      waiting?.abort()
      waiting = undefined
      request({ steal: true })
    },
    release() {
      turn++
      waiting?.abort()
      waiting = undefined
      letGo?.()
      letGo = undefined
    },
  }
}
