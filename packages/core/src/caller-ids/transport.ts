/** A number a person may show. */
export interface CallerId {
  /** E.164, or an extension. */
  readonly number: string
  /** What others see beside it: a person or a department. */
  readonly name?: string
}

/** The numbers a person may show, and which one is shown when nothing is chosen for a call. */
export interface CallerIdList {
  readonly allowed: readonly CallerId[]
  /** The number of one of the allowed; absent: the exchange decides. */
  readonly standard?: string
}

/** What an app asks: which number to show from now on; `null` goes back to the department's. */
export type CallerIdsCommand = { readonly type: 'choose'; readonly number: string | null }

/** Where caller ids bring their news. */
export interface CallerIdsSink {
  /** Undefined: nobody is signed in any more. */
  value(list: CallerIdList | undefined): void
}

/** Where the caller ids of a person are kept. */
export interface CallerIdsTransport {
  /** Starts bringing the list, now and at each change. */
  open(sink: CallerIdsSink): () => void
  /** Rejects with `not-allowed` for a number that is not on the list. */
  send(command: CallerIdsCommand): Promise<void>
}
