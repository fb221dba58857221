import type { IncomingInviteRequest, Session } from 'sip.js/lib/core/index.js'
import type { Person } from '../people/people.ts'
import type { ReplacedDialog } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import type { Attempt } from './attempt.ts'
import type { Leg } from './leg.ts'

/** Who a dialog belongs to: a party of a call, a device that still rings, or a caller who waits for one. */
export type DialogOwner =
  | { readonly kind: 'leg'; readonly person: Person; readonly leg: Leg }
  | { readonly kind: 'ringing'; readonly person: Person; readonly attempt: Attempt }
  | {
      readonly kind: 'dialling'
      readonly person: Person
      /** Goes on with another INVITE of the caller in its place. */
      comeBack(admitted: Admitted<IncomingInviteRequest>): void
    }

/** Every dialog of the exchange, over all its sockets, so that a `Replaces` can be looked up. */
export interface Dialogs {
  /** Keeps an owner until the returned function is called. */
  add(session: Session, owner: DialogOwner): () => void
  /** Whose dialog a peer's `Replaces` names; both its tags must be right. */
  find(replaced: ReplacedDialog): DialogOwner | undefined
}

const keyOf = (callId: string, localTag: string, remoteTag: string) => JSON.stringify([callId, localTag, remoteTag])

/** An empty index of dialogs. */
export function createDialogs(): Dialogs {
  const owners = new Map<string, DialogOwner>()
  return {
    add(session, owner) {
      const key = keyOf(session.callId, session.localTag, session.remoteTag)
      owners.set(key, owner)
      return () => {
        if (owners.get(key) === owner) owners.delete(key)
      }
    },
    // the tag of the peer's other side is ours (RFC 3891, section 3)
    find: ({ callId, toTag, fromTag }) => owners.get(keyOf(callId, toTag, fromTag)),
  }
}
