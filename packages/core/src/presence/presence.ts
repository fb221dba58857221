import { OffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { createDocument, type DocumentSnapshot } from '../kernel/document.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import { createRows } from '../kernel/rows.ts'
import type { Readable } from '../kernel/store.ts'
import { type Display, displayOf } from './display.ts'
import type { PersonPresence, PersonStatus, PresenceCommand, PresenceOptions, PresenceTransport } from './transport.ts'
import { untilOf } from './until.ts'

/** Somebody's presence, and what is shown of it. */
export interface PresenceView extends PersonPresence {
  readonly display: Display
}

/** The own presence: as it is, and what was asked of it. */
export type PresenceSnapshot = DocumentSnapshot<
  PresenceView,
  Pick<PersonPresence['person'], 'status' | 'note' | 'until'>
>

/** The presence of oneself, to set, and of the others, to see. */
export interface Presence extends Readable<PresenceSnapshot> {
  /** Says how one is; resolves when it is so. Throws `bad-option` for an end in the past, `illegal-command` while loading. */
  set(status: PersonStatus, options?: PresenceOptions): Promise<void>
  /** Available again, at once. */
  clear(): Promise<void>
  /** One person, by id; undefined while nobody with that id may be seen. */
  of(id: string): Readable<PresenceView | undefined>
  /** Everybody, oneself included. */
  readonly team: Readable<readonly PresenceView[]>
}

const longestNote = 140

/** Keeps the one truth about who can be reached. */
export function createPresence(
  transport: PresenceTransport,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Live<Presence> {
  const own = createDocument<PresenceView, Pick<PersonPresence['person'], 'status' | 'note' | 'until'>>()
  const team = createRows<PresenceView>(({ id }) => id)
  let me: string | undefined

  const put = (people: readonly PersonPresence[]) => {
    team.put(people.map((person) => ({ ...person, display: displayOf(person) })))
    const mine = me === undefined ? undefined : team.get(me)
    if (mine !== undefined) own.arrive(mine)
  }

  const stop = transport.open({
    team(people, self) {
      me = self
      if (me === undefined) own.arrive(undefined)
      const here = new Set(people.map(({ id }) => id))
      put(people)
      team.remove([...team.values()].map(({ id }) => id).filter((id) => !here.has(id)))
    },
    changed: (person) => put([person]),
    gone: (id) => void team.remove([id]),
  })

  const set = (status: PersonStatus, { until, note }: PresenceOptions = {}) => {
    if (note !== undefined && note.length > longestNote) {
      throw new OffhookError('bad-option', { message: `A note has at most ${longestNote} characters.` })
    }
    const at = untilOf(until, clock.now())
    const said = { status, ...(at === undefined ? {} : { until: at }), ...(note === undefined ? {} : { note }) }
    return send({ type: 'set', ...said }, said)
  }
  const send = (command: PresenceCommand, wanted: Pick<PersonPresence['person'], 'status'>) =>
    own.save(wanted, () => transport.send(command))

  const slice: Presence = {
    getSnapshot: own.getSnapshot,
    subscribe: own.subscribe,
    set,
    clear: () => send({ type: 'clear' }, { status: 'available' }),
    of: team.row,
    team: team.all,
  }
  const close = () => {
    own.close()
    stop()
  }
  return { slice, close }
}

/** Presence as a part of a phone: `createPhone({ presence: presencePart(transport) })`. */
export const presencePart = (transport: PresenceTransport): Part<Presence> =>
  part((world) => createPresence(transport, world))
