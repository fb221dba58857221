import type { PartConnection } from '../kernel/part.ts'
import type { Readable } from '../kernel/store.ts'
import type { AccountSnapshot } from './snapshot.ts'

/** Connects the phone of who signs in, and disconnects it when nobody is signed in any more; the function stops that. */
export function followAccount(
  { getSnapshot, subscribe }: Readable<AccountSnapshot>,
  connection: PartConnection,
): () => void {
  let was = getSnapshot().status
  let who: string | undefined
  const online = () => {
    if (getSnapshot().status === 'signed-in') connection.connect()
  }
  return subscribe(() => {
    const now = getSnapshot()
    // who could not be signed out is as they were
    const isNew = now.status !== was && was !== 'signing-out'
    was = now.status
    if (now.status === 'signed-out') connection.disconnect()
    if (now.status !== 'signed-in' || !isNew) return
    const isOther = who !== undefined && who !== now.profile.id
    who = now.profile.id
    // the phone of one is not that of another, nor is a goodbye that is still being said
    if (isOther || connection.getSnapshot().status === 'disconnecting') connection.disconnect().then(online, online)
    else online()
  })
}
