import type { Account } from '@offhook/core'
import type { Line } from './line.ts'

/** The back end the page came from, and the phone that whoever signs in there uses. */
export interface BackEnd {
  /** Who is signed in. */
  readonly account: Account
  /** The phone, once somebody is signed in; it connects by itself. */
  line(): Line
  /** Hangs up and ends everything. */
  close(): void
}

/** Opens the back end; `remember`: the session outlives a reload, and is that of every tab. */
export type OpenBackEnd = (options: { readonly remember: boolean }) => BackEnd
