import { IllegalCommandError } from '../errors.ts'

/** What holds in one status: where each command leads, where each signal leads, and where a refusal puts it back. */
export interface Row<Status extends string> {
  /** Commands an app may give here, and the status each leads to at once (the same status: nothing to wait for). */
  readonly commands: Readonly<Record<string, Status>>
  /** News that counts here, and the status it leads to; other news is late and is dropped. */
  readonly signals: Readonly<Record<string, Status>>
  /** Where a refusal of the command that led here goes; `'back'`: to the status in which the command was given. */
  readonly refused?: Status | 'back'
}

/** A thing with a life as a table: one row for each status. */
export type Table<Status extends string = string> = Readonly<Record<Status, Row<Status>>>

/** The statuses of a table. */
export type StatusOf<T> = keyof T & string

/** The commands that are legal in a status of a table. */
export type CommandIn<T, Status extends StatusOf<T>> = T[Status] extends { readonly commands: infer Commands }
  ? keyof Commands & string
  : never

/** Every command a table knows. */
export type CommandOf<T> = { [Status in StatusOf<T>]: CommandIn<T, Status> }[StatusOf<T>]

/** Every signal a table knows. */
export type SignalOf<T> = {
  [Status in StatusOf<T>]: T[Status] extends { readonly signals: infer Signals } ? keyof Signals & string : never
}[StatusOf<T>]

/** A table with the three questions one asks it. */
export interface Machine<T> {
  readonly name: string
  /** Where a life begins. */
  readonly initial: readonly StatusOf<T>[]
  readonly table: T
  /** The status a command leads to; throws {@link IllegalCommandError} where the table does not allow it. */
  command(status: StatusOf<T>, command: string): StatusOf<T>
  /** The status a signal leads to, or undefined where it is late news. */
  signal(status: StatusOf<T>, signal: string): StatusOf<T> | undefined
  /** Where a refusal in `status` puts it, when the command was given in `from`. */
  refused(status: StatusOf<T>, from: StatusOf<T>): StatusOf<T>
  /** The commands that are legal in a status. */
  allowed(status: StatusOf<T>): readonly string[]
}

/** Makes a machine of a table; a target that is not a row is a compile error. */
export function defineMachine<const T extends { readonly [Status in keyof T]: Row<keyof T & string> }>(
  name: string,
  initial: readonly StatusOf<T>[],
  table: T,
): Machine<T> {
  const row = (status: StatusOf<T>): Row<StatusOf<T>> => table[status]
  const target = (edges: Readonly<Record<string, StatusOf<T>>>, name: string) =>
    Object.hasOwn(edges, name) ? edges[name] : undefined
  const allowed = (status: StatusOf<T>) => Object.keys(row(status).commands)
  return {
    name,
    initial,
    table,
    allowed,
    command(status, command) {
      const next = target(row(status).commands, command)
      if (next === undefined) throw new IllegalCommandError(command, status, allowed(status))
      return next
    },
    signal: (status, signal) => target(row(status).signals, signal),
    refused(status, from) {
      const back = row(status).refused
      return back === undefined ? status : back === 'back' ? from : back
    },
  }
}

/** The machine as a Mermaid state diagram: commands solid from the app, signals from the network, refusals marked. */
export function toMermaid(machine: { readonly initial: readonly string[]; readonly table: Table }): string {
  const rows = Object.entries(machine.table)
  const edges = rows.flatMap(([status, row]) => [
    ...labelled(status, row.commands, (name) => `${name}()`),
    ...labelled(status, row.signals, (name) => name),
    ...refusals(status, row, rows),
  ])
  const starts = machine.initial.map((status) => `  [*] --> ${idOf(status)}`)
  const ends = rows.filter(([, row]) => isFinal(row)).map(([status]) => `  ${idOf(status)} --> [*]`)
  const names = rows.flatMap(([status]) => (idOf(status) === status ? [] : [`  state "${status}" as ${idOf(status)}`]))
  return ['stateDiagram-v2', ...names, ...starts, ...edges, ...ends].join('\n')
}

/** Mermaid's grammar has no hyphen in the id of a state. */
const idOf = (status: string) => status.replaceAll('-', '_')

const isFinal = (row: Row<string>) => Object.keys(row.commands).length + Object.keys(row.signals).length === 0

function labelled(from: string, edges: Readonly<Record<string, string>>, label: (name: string) => string): string[] {
  const targets = [...new Set(Object.values(edges))]
  const names = (to: string) => Object.keys(edges).filter((name) => edges[name] === to)
  return targets.map((to) => `  ${idOf(from)} --> ${idOf(to)}: ${names(to).map(label).join(', ')}`)
}

function refusals(status: string, row: Row<string>, rows: [string, Row<string>][]): string[] {
  if (row.refused === undefined) return []
  if (row.refused !== 'back') return [`  ${idOf(status)} --> ${idOf(row.refused)}: refused`]
  const sources = rows.filter(([from, other]) => from !== status && Object.values(other.commands).includes(status))
  return sources.map(([from]) => `  ${idOf(status)} --> ${idOf(from)}: refused`)
}
