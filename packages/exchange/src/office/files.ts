import type {
  CallerIdList,
  ForwardingDocument,
  ForwardingPlan,
  PersonFacet,
  PersonPresence,
  Profile,
  RingSettings,
  Schedule,
} from '@offhook/core'
import type { EventType } from '@offhook/rest/contract'
import type { Clock } from '../clock.ts'
import { contentOf } from '../events-stream/wire.ts'
import type { Logger } from '../log/logger.ts'
import type { StoreEvent } from '../store/events/outbox.ts'
import { usualOfficeHours } from '../store/forwarding.ts'
import type { StoredPerson } from '../store/people.ts'
import type { StoredDevice, StoredSettings } from '../store/settings.ts'
import type { Store } from '../store/store.ts'

/** What the switch needs to know of somebody. */
export interface File {
  readonly person: StoredPerson
  readonly callerIds: CallerIdList
  readonly plan: ForwardingPlan
  readonly said: PersonFacet
  readonly callWaiting: boolean
  readonly simultaneousRing: boolean
  /** Whether a device rings, by its id. */
  readonly rings: ReadonlyMap<string, boolean>
  /** The ids of devices, by instance. */
  readonly ids: ReadonlyMap<string, string>
}

/** A file of everybody, in memory, and true: what is told in the outbox is in it before anybody else hears it. */
export interface Files {
  readonly officeHours: Schedule
  get(person: string): File | undefined
  all(): Iterable<File>
  /** A device was written down. */
  sawDevice(person: string, device: StoredDevice): void
  /** Somebody is not there any more. */
  forget(person: string): void
  /** Resolves when everything that was done before is in the files. */
  caughtUp(): Promise<void>
  close(): void
}

/** What the files need from outside. */
export interface FilesOptions {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  /** A file is new, other or gone. */
  changed(person: string, file: File | undefined): void
}

const pageSize = 1000
const retryMs = 1000

/** Reads everybody's file and keeps it; throws what the store throws. */
export async function openFiles({ store, clock, logger, changed }: FilesOptions): Promise<Files> {
  const files = new Map<string, File>()
  const cancels = new Set<() => void>()
  const reads = new Set<StoreEvent[]>()
  let officeHours: Schedule = usualOfficeHours
  let position = 0
  let isClosed = false

  const put = (id: string, file: File) => {
    files.set(id, file)
    changed(id, file)
  }
  const update = (id: string | undefined, part: (file: File) => Partial<File>) => {
    const file = id === undefined ? undefined : files.get(id)
    if (file && id !== undefined) put(id, { ...file, ...part(file) })
  }
  const forget = (id: string) => {
    if (files.delete(id)) changed(id, undefined)
  }

  /** What is told while something is read is told again to what was read: that may be older. */
  const reading = async (read: () => Promise<() => void>) => {
    const meanwhile: StoreEvent[] = []
    reads.add(meanwhile)
    try {
      const done = await read()
      if (isClosed) return
      done()
      for (const event of meanwhile) file(event)
    } finally {
      reads.delete(meanwhile)
    }
  }
  const readOne = (id: string) =>
    reading(async () => {
      const one = await readFile(store, id)
      return () => (one ? put(id, one) : forget(id))
    })
  const readAll = () =>
    reading(async () => {
      const { value: hours } = await store.forwarding.officeHours()
      const all = await readFiles(store)
      return () => {
        officeHours = hours
        for (const one of all) put(one.person.id, one)
        const ids = new Set(all.map(({ person }) => person.id))
        for (const id of [...files.keys()]) if (!ids.has(id)) forget(id)
      }
    })

  /** Reads until it could be read: what was told is not told again. */
  const surely = (read: () => Promise<void>): void => {
    read().catch(() => {
      if (isClosed) return
      logger.warn('a file of the back office cannot be read')
      cancels.add(clock.after(retryMs, () => surely(read)))
    })
  }

  const file = ({ id, type, person, subject, ...event }: StoreEvent) => {
    // every event is written by this program, with the data its type has
    const data = contentOf({ id, type, ...event }).value as never
    const news = readers[type as EventType]
    if (news) update(person ?? subject, (before) => news(data, before))
    if (type === 'forwarding.updated') officeHours = (data as ForwardingDocument).officeHours
    if (type === 'presence.removed' && subject !== undefined) forget(subject)
    // somebody new
    if (type === 'presence.updated' && subject !== undefined && !files.has(subject)) surely(() => readOne(subject))
  }
  const hear = (event: StoreEvent) => {
    if (event.id <= position) return
    position = event.id
    for (const meanwhile of reads) meanwhile.push(event)
    try {
      file(event)
    } catch {
      // written by another program, perhaps: what is true is in the store
      surely(readAll)
    }
  }
  const sink = {
    opened: (id: number) => {
      position = Math.max(position, id)
    },
    event: hear,
    reset: (id: number) => {
      position = id
      surely(readAll)
    },
  }

  const stop = store.events.watch(sink)
  await readAll()
  return {
    get officeHours() {
      return officeHours
    },
    get: (person) => files.get(person),
    all: () => files.values(),
    sawDevice: (person, { id, instance, rings }) =>
      update(person, (file) => ({
        ids: new Map([...file.ids, [instance, id]]),
        rings: new Map([[id, rings], ...file.rings]),
      })),
    forget,
    caughtUp: () =>
      new Promise((resolve) => {
        const done = () =>
          setImmediate(() => {
            leave()
            resolve()
          })
        // the news after what is known is read at once, and told in the turn in which it is opened
        const leave = store.events.watch({ opened: done, event: hear, reset: done }, { after: position })
      }),
    close() {
      isClosed = true
      stop()
      for (const cancel of cancels) cancel()
    },
  }
}

/** What an event changes in the file of who it is about. */
const readers: { readonly [Type in EventType]?: (data: never, file: File) => Partial<File> } = {
  'profile.updated': (profile: Profile, { person }) => ({ person: { ...profile, user: person.user } }),
  'caller-ids.updated': (callerIds: CallerIdList) => ({ callerIds }),
  'forwarding.updated': ({ officeHours: _, ...plan }: ForwardingDocument) => ({ plan }),
  'presence.updated': ({ person: said }: PersonPresence) => ({ said }),
  'settings.updated': ({ callWaiting, simultaneousRing, devices }: RingSettings) => ({
    ...{ callWaiting, simultaneousRing },
    rings: new Map(devices.map(({ id, rings }) => [id, rings])),
  }),
}

async function readFile(store: Store, id: string): Promise<File | undefined> {
  const [person, callerIds, plan, settings, presence] = await Promise.all([
    store.people.get(id),
    store.callerIds.of(id),
    store.forwarding.of(id),
    store.settings.of(id),
    store.presence.of(id),
  ])
  if (!person || !plan || !settings || !presence) return undefined
  return toFile(person, { callerIds, plan: plan.value, said: presence.person }, settings.value)
}

/** Everybody's file, in a few questions however many they are. */
async function readFiles(store: Store): Promise<readonly File[]> {
  const [people, callerIds, plans, settings, said] = await Promise.all([
    store.people.all(),
    store.callerIds.all(),
    store.forwarding.all(),
    store.settings.all(),
    readPresence(store),
  ])
  // who came or went between the questions is told of
  return people.flatMap((person) => {
    const [plan, own, facet] = [plans.get(person.id), settings.get(person.id), said.get(person.id)]
    if (!plan || !own || !facet) return []
    return toFile(person, { callerIds: callerIds.get(person.id) ?? { allowed: [] }, plan, said: facet }, own)
  })
}

async function readPresence({ presence }: Store): Promise<ReadonlyMap<string, PersonFacet>> {
  const said = new Map<string, PersonFacet>()
  let cursor: string | undefined
  do {
    const { items, next } = await presence.page({ limit: pageSize, cursor })
    for (const { id, person } of items) said.set(id, person)
    cursor = next
  } while (cursor !== undefined)
  return said
}

const toFile = (
  person: StoredPerson,
  rest: Pick<File, 'callerIds' | 'plan' | 'said'>,
  { callWaiting, simultaneousRing, devices }: StoredSettings,
): File => ({
  ...{ person, ...rest, callWaiting, simultaneousRing },
  rings: new Map(devices.map(({ id, rings }) => [id, rings])),
  ids: new Map(devices.map(({ id, instance }) => [instance, id])),
})
