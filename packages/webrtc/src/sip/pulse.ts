import { type Clock, defineMachine, type StatusOf } from '@offhook/core'

/** Whether a socket that says it is open still reaches anybody. A doubt is settled by asking, and by nothing else. */
const pulseMachine = /* @__PURE__ */ defineMachine('pulse', ['none'], {
  none: { commands: {}, signals: { opened: 'beating' } },
  beating: { commands: {}, signals: { doubted: 'asked', closed: 'none' } },
  asked: { commands: {}, signals: { heard: 'beating', silent: 'none', closed: 'none' } },
})

/** How a socket is asked whether anybody is there. */
export interface PulseWorld {
  readonly clock: Clock
  /** Whether calls are under way, in which case nobody waits long. */
  isBusy(): boolean
  /** Sends two line ends; RFC 5626 4.4.1 has them answered by one, and Asterisk does not. */
  ping(): void
  /** Sends a request that any exchange answers, whatever it answers. */
  request(): void
  /** Nobody answers: the socket is to be given up. */
  dead(): void
}

/** The judge of one socket after another. */
export interface Pulse {
  opened(): void
  closed(): void
  /** Something came in; `isPong`: the answer to two line ends. */
  heard(isPong: boolean): void
  /** A message went out that the other side must answer. */
  asked(): void
  /** Something happened that a socket does not always survive: asks now. */
  doubt(): void
  /** Asks, and resolves with the verdict. */
  check(): Promise<boolean>
}

// silence after which one asks, in a call and without one; a proxy closes what is silent for a minute
const quiet = { busy: 10_000, idle: 25_000 }
// how long an answer may take before one asks, and after that
const patience = 2_000
// a timer that comes this much after its time was kept waiting, and so was what came in
const late = 500

/** Makes the judge. */
export function createPulse(world: PulseWorld): Pulse {
  const { clock } = world
  let status: StatusOf<typeof pulseMachine.table> = 'none'
  let answersPings: boolean | undefined
  let cancel = () => {}
  let isAnswerDue = false
  const waiting: ((isThere: boolean) => void)[] = []

  const settle = (isThere: boolean) => {
    for (const each of waiting.splice(0)) each(isThere)
  }
  const signal = (name: string) => {
    const next = pulseMachine.signal(status, name)
    if (next === undefined) return false
    status = next
    if (next !== 'asked') settle(next === 'beating')
    return true
  }
  const wait = (ms: number, run: () => void) => {
    const due = clock.now() + ms
    cancel()
    cancel = clock.after(ms, () => {
      // a page that had no time to look cannot say that nothing came
      if (clock.now() - due > late) wait(ms, run)
      else run()
    })
  }
  const doubt = () => {
    if (!signal('doubted')) return
    wait(patience, () => signal('silent') && world.dead())
    if (answersPings !== false) world.ping()
    if (answersPings !== true) world.request()
  }
  const rest = () => {
    isAnswerDue = false
    wait(world.isBusy() ? quiet.busy : quiet.idle, doubt)
  }

  return {
    doubt,
    check() {
      doubt()
      if (status !== 'asked') return Promise.resolve(false)
      return new Promise((resolve) => void waiting.push(resolve))
    },
    opened() {
      answersPings = undefined
      if (signal('opened')) rest()
    },
    closed() {
      cancel()
      signal('closed')
    },
    heard(isPong) {
      if (status === 'none') return
      if (isPong) answersPings = true
      // whoever answers the request that went out beside it, and not the line ends, never will
      else if (status === 'asked') answersPings ??= false
      signal('heard')
      rest()
    },
    asked() {
      if (status !== 'beating' || isAnswerDue) return
      isAnswerDue = true
      wait(patience, doubt)
    },
  }
}
