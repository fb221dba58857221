import type { Clock } from '../clock.ts'
import type { NewEvent } from '../store/events/outbox.ts'
import type { StoredSession } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import type { CredentialsDesk } from './credentials.ts'

const opened = 'session.opened'
const ended = 'session.ended'

const retryMs = 1000

/** A session that is there from now on; for the other exchanges on the database, and for no client. */
export const openedNews = ({ id, personId }: StoredSession): NewEvent => ({
  ...{ type: opened, person: '', subject: id },
  data: { value: personId },
})

/** What the desk is kept true with. */
export interface SessionWatch {
  readonly store: Store
  readonly clock: Clock
  readonly desk: CredentialsDesk
  /** By what somebody signs in (SIP); undefined when they are not there. */
  userOf(person: string): string | undefined
}

/**
 * Has the desk know the sessions there are, whichever exchange on the database opened or ended them; the function it
 * returns stops that. Throws what the store throws.
 */
export async function watchSessions({ store, clock, desk, userOf }: SessionWatch): Promise<() => void> {
  const live = new Set<string>()
  // what ended while all were read
  let ends = new Set<string>()
  let cancel = () => {}

  const know = (session: string, person: string) => {
    const user = userOf(person)
    if (user === undefined) return
    live.add(session)
    desk.know(user, session)
  }
  const end = (session: string) => {
    ends.add(session)
    live.delete(session)
    desk.revoke(session)
  }
  const readAll = async () => {
    ends = new Set()
    const all = await store.sessions.all()
    const there = new Set(all.map(({ id }) => id))
    for (const session of [...live]) if (!there.has(session)) end(session)
    for (const { id, personId } of all) if (!ends.has(id)) know(id, personId)
  }
  const readSurely = () =>
    void readAll().catch(() => {
      cancel = clock.after(retryMs, readSurely)
    })
  const stop = store.events.watch({
    opened() {},
    event({ type, subject = '', data }) {
      if (type === opened) know(subject, String(Object(data).value))
      if (type === ended) end(subject)
    },
    reset: readSurely,
  })
  await readAll()
  return () => {
    stop()
    cancel()
  }
}
