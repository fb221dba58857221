import { createStore, type OffhookError, type Readable } from '@offhook/core'
import { openWorkspace, type Workspace } from '../workspace/workspace.ts'
import type { Account } from './account.ts'
import type { OpenLine } from './line.ts'

/** Who is signed in on this page. */
export type Session =
  | { readonly status: 'signed-out'; readonly error?: OffhookError }
  | { readonly status: 'signing-in'; readonly by: SignInBy; readonly workspace: Workspace }
  | { readonly status: 'signed-in'; readonly workspace: Workspace }

/** Whether a person signs in by hand, or comes by a link that names them. */
export type SignInBy = 'hand' | 'link'

/** The session of this page. */
export interface Sessions extends Readable<Session> {
  /** Signs in; a refusal signs out again and says why. */
  signIn(account: Account, by: SignInBy): void
  /** Hangs up, signs out and closes the phone; also stops a sign-in under way. */
  signOut(): void
}

/** Keeps the one session of a page. */
export function createSessions(openLine: OpenLine): Sessions {
  const store = createStore<Session>({ status: 'signed-out' })
  const current = () => {
    const session = store.getSnapshot()
    return session.status === 'signed-out' ? undefined : session.workspace
  }

  const leave = (next: Session) => {
    const workspace = current()
    store.set(next)
    workspace?.close()
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    signIn(account, by) {
      leave({ status: 'signed-out' })
      const workspace = openWorkspace(account, openLine)
      store.set({ status: 'signing-in', by, workspace })
      workspace.phone.connection.connect().then(
        () => {
          if (current() === workspace) store.set({ status: 'signed-in', workspace })
        },
        (error: OffhookError) => {
          if (current() === workspace) leave({ status: 'signed-out', error })
        },
      )
    },
    signOut() {
      const workspace = current()
      if (workspace === undefined) return
      // what the exchange says to the goodbye changes nothing for the person
      const goodbye = workspace.phone.connection.disconnect().catch(() => {})
      store.set({ status: 'signed-out' })
      goodbye.finally(workspace.close)
    },
  }
}
