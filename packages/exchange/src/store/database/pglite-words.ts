/** What the thread of the database is asked. */
export type Request =
  | { readonly id: number; readonly type: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly type: 'listen'; readonly channel: string }
  | { readonly id: number; readonly type: 'close' }

/** A request as its asker writes it. */
export type Question = Request extends infer One ? (One extends Request ? Omit<One, 'id'> : never) : never

/** What a query brought. */
export interface Answer {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly affected: number
  /** What was done: `COMMIT`, `ROLLBACK`, … */
  readonly command: string
}

/** What went wrong, as an Error does not survive the way between threads with its fields. */
export interface Failure {
  readonly message: string
  readonly code: string
  readonly constraint: string
}

/** What the thread of the database tells. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'heard'; readonly channel: string }
