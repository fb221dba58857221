import type { Account } from '@offhook/core'
import type { Line } from './line.ts'

/** The back end the page came from, for one person. */
export interface BackEnd {
  /** Who is signed in, also while there is no phone. */
  readonly account: Account
  /** Makes the phone of who is signed in; rejects with `unavailable` and what else a request can. */
  openLine(): Promise<Line>
  close(): void
}

/** Opens the back end; `remember`: the session outlives a reload, and is that of every tab. */
export type OpenBackEnd = (options: { readonly remember: boolean }) => BackEnd
