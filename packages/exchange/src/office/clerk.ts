import { missedNews, presenceNews, recordNews, settingsNews } from '../api/news.ts'
import { type Telephones, withDevices, withFacets } from '../api/telephones.ts'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import { StoreError } from '../store/errors.ts'
import type { SeenDevice, StoredDevice } from '../store/settings.ts'
import type { Store, Writing } from '../store/store.ts'
import type { FinishedCall } from '../switch/office.ts'

/** Writes down what the switch tells, in its own time: nothing is lost while the database is away, and nobody waits. */
export interface Clerk {
  /** A call is over for somebody. */
  record(person: string, call: FinishedCall): void
  /** What is told of somebody's telephones is other than it was. */
  presence(person: string): void
  /** What is told of somebody's devices is other than it was. */
  devices(person: string): void
  /** These devices of somebody were there. */
  seen(person: string, devices: readonly SeenDevice[]): void
  /** Writes something that belongs to nobody in particular; the same again before it was written is written once. */
  write(what: string, run: (tx: Writing) => Promise<void>, done?: () => void): void
  /** Resolves when everything is written, or cannot be: then the log says how much is lost. */
  close(): Promise<void>
}

/** What the clerk needs from outside. */
export interface ClerkOptions {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly telephones: Telephones
  sawDevice(person: string, device: StoredDevice): void
  /** Somebody is not there any more. */
  gone(person: string): void
  /** How long a stop waits for the database, milliseconds. */
  readonly patienceMs?: number
}

interface Job {
  readonly person: string
  readonly what: string
  run(tx: Writing): Promise<void>
  /** Called when it is written. */
  done?(): void
}

const mostAtOnce = 50
const mostTries = 5
const firstRetryMs = 100
const longestRetryMs = 5000
const patience = 5000

/** A clerk with an empty desk. */
export function createClerk(options: ClerkOptions): Clerk {
  const { store, clock, logger, gone, patienceMs = patience } = options
  // what is asked twice before it was done is done once
  const jobs = new Map<string, Job>()
  const waiters = new Set<() => void>()
  const tries = new WeakMap<Job, number>()
  let isWorking = false
  let isClosed = false
  let wait = firstRetryMs

  const ask = (key: string, job: Job) => {
    if (isClosed) return logger.error('back office closed', { lost: job.what })
    jobs.delete(key)
    jobs.set(key, job)
    if (!isWorking) void work()
  }

  const carryOut = async (batch: readonly (readonly [string, Job])[]) => {
    await store.transaction(async (tx) => {
      for (const [, job] of batch) await job.run(tx)
    })
    for (const [key, job] of batch) {
      if (jobs.get(key) === job) jobs.delete(key)
      job.done?.()
    }
  }

  /** Whether the same may well go when it is tried again; what nobody knows is taken for that a few times. */
  const isAway = (error: unknown, job: Job): boolean => {
    if (codeOf(error) !== 'unknown') return codeOf(error) === 'unavailable'
    const tried = (tries.get(job) ?? 0) + 1
    tries.set(job, tried)
    return tried < mostTries
  }

  /** Does one by one what does not go together, and leaves out what will never go. */
  const oneByOne = async (batch: readonly (readonly [string, Job])[]) => {
    for (const [key, job] of batch) {
      try {
        await carryOut([[key, job]])
      } catch (error) {
        if (isAway(error, job)) throw error
        if (jobs.get(key) === job) jobs.delete(key)
        if (codeOf(error) === 'not-found') gone(job.person)
        else logger.error('back office cannot write', { lost: job.what, why: codeOf(error) })
      }
    }
  }

  const work = async () => {
    isWorking = true
    // what is told in the same turn of the switch goes into one transaction
    await Promise.resolve()
    while (jobs.size > 0 && !isClosed) {
      const batch = [...jobs].slice(0, mostAtOnce)
      try {
        await carryOut(batch).catch((error) => {
          if (codeOf(error) === 'unavailable') throw error
          return oneByOne(batch)
        })
        wait = firstRetryMs
      } catch (error) {
        logger.warn('back office waits for the database', { jobs: jobs.size, why: codeOf(error) })
        await pause(clock, wait)
        wait = Math.min(wait * 2, longestRetryMs)
      }
    }
    isWorking = false
    for (const done of waiters) done()
  }

  const idleWithin = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve)
      waiters.add(() => {
        cancel()
        resolve()
      })
    })

  return {
    record: (person, call) => ask(`record ${call.id}`, recordJob(person, call)),
    presence: (person) => ask(`presence ${person}`, presenceJob(person, options)),
    devices: (person) => ask(`devices ${person}`, devicesJob(person, [], options)),
    seen: (person, devices) =>
      ask(`seen ${person} ${devices.map(({ instance }) => instance)}`, devicesJob(person, devices, options)),
    write: (what, run, done) => ask(what, { person: '', what: what.split(' ')[0] ?? '', run, ...(done && { done }) }),
    async close() {
      if (isWorking) await idleWithin(patienceMs)
      isClosed = true
      if (jobs.size > 0) logger.error('back office closed without the database', { lost: jobs.size })
    },
  }
}

const codeOf = (error: unknown): string => (error instanceof StoreError ? error.code : 'unknown')

const pause = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

const recordJob = (person: string, call: FinishedCall): Job => ({
  person,
  what: 'record',
  async run({ history, tell }) {
    const record = await history.add({ ...call, personId: person })
    tell(recordNews(person, record))
    if (record.kind === 'missed') tell(missedNews(person, await history.unseen(person)))
  },
})

const presenceJob = (person: string, { telephones }: ClerkOptions): Job => ({
  person,
  what: 'presence',
  async run({ presence, tell }) {
    const said = await presence.lock(person)
    if (said) tell(presenceNews(withFacets(said, telephones)))
  },
})

function devicesJob(person: string, seen: readonly SeenDevice[], { telephones, sawDevice }: ClerkOptions): Job {
  let written: StoredDevice[] = []
  return {
    person,
    what: 'devices',
    async run({ settings, tell }) {
      written = []
      for (const device of seen) written.push(await settings.seen(person, device))
      tell(settingsNews(person, withDevices(await settings.lock(person), { person, telephones })))
    },
    done() {
      for (const device of written) sawDevice(person, device)
    },
  }
}
