// The parts of the pages that are drawn from the source: a table in the code is never copied by hand.
import * as core from '@offhook/core'
import {
  callMachine,
  consultationMachine,
  errorCatalogue,
  type Machine,
  type Row,
  type Table,
  toMermaid,
} from '@offhook/core'
import { configSchema } from '../../packages/exchange/src/config/schema.ts'
import { configWords } from '../../packages/exchange/src/config/words.ts'
import { endReasons } from './end-reasons.ts'

type AnyMachine = Pick<Machine<Table>, 'name' | 'initial' | 'table'>

const exported: readonly unknown[] = Object.values(core)

/** What stands between the markers of a page, by the name in the marker. */
export const generated: Readonly<Record<string, () => string>> = {
  'call diagram': () => diagram(callMachine),
  'consultation diagram': () => diagram(consultationMachine),
  machines: () => exported.filter(isMachine).map(chapter).join('\n\n'),
  'exchange keys': () =>
    table(
      ['key', 'what it is', 'shape', 'default'],
      Object.entries(configSchema.shape).map(([key, schema]) => {
        const [shape, what] = configWords[key as keyof typeof configWords] // there are words for every key of the schema
        return [`\`${key}\``, what, shape, defaultOf(schema)]
      }),
    ),
  errors: () =>
    table(
      ['code', 'what happened', 'what to do'],
      Object.entries(errorCatalogue).map(([code, { what, remedy }]) => [`\`${code}\``, what, remedy]),
    ),
  'end reasons': () =>
    table(
      ['reason', 'what happened'],
      Object.entries(endReasons).map(([reason, what]) => [`\`${reason}\``, what]),
    ),
}

function defaultOf(schema: { safeParse(value: undefined): { data?: unknown } }): string {
  const { data } = schema.safeParse(undefined)
  return data === undefined ? 'none' : `\`${JSON.stringify(data)}\``
}

function isMachine(exported: unknown): exported is AnyMachine {
  return typeof exported === 'object' && exported !== null && 'initial' in exported && 'table' in exported
}

const chapter = (machine: AnyMachine) =>
  [`## ${machine.name}`, diagram(machine), ...notDrawn(machine), statusTable(machine)].join('\n\n')

/** What would hide the rest of a picture, because it is possible nearly everywhere. */
const everywhereIn: Readonly<Record<string, readonly string[]>> = { call: ['hangUp', 'ended'] }

const notDrawn = ({ name }: AnyMachine) =>
  (everywhereIn[name] ?? []).length === 0
    ? []
    : [
        `Not drawn, because it is possible nearly everywhere: ${everywhereIn[name]?.map((edge) => `\`${edge}\``).join(', ')}.`,
      ]

/** Without what stays in the status and what is possible nearly everywhere: the table beside it has all. */
function diagram({ name, initial, table }: AnyMachine): string {
  const everywhere = everywhereIn[name] ?? []
  const drawn = Object.entries(table).map(([status, row]): [string, Row<string>] => {
    const isDrawn = ([name, to]: [string, string]) => to !== status && !everywhere.includes(name)
    const some = (edges: Edges): Edges => Object.fromEntries(Object.entries(edges).filter(isDrawn))
    const pruned = { ...row, commands: some(row.commands), signals: some(row.signals) }
    // a status with one way out keeps it, or it would look like an end
    return [status, isEnd(pruned) ? row : pruned]
  })
  return `\`\`\`mermaid\n${toMermaid({ initial, table: Object.fromEntries(drawn) })}\n\`\`\``
}

type Edges = Readonly<Record<string, string>>
const isEnd = ({ commands, signals }: Row<string>) => Object.keys({ ...commands, ...signals }).length === 0

function statusTable({ table: rows }: AnyMachine): string {
  return table(
    ['status', 'commands', 'signals', 'a refusal leads to'],
    Object.entries(rows).map(([status, row]) => [
      `\`${status}\``,
      edges(row.commands),
      edges(row.signals),
      refusal(row),
    ]),
  )
}

const edges = (targets: Edges) =>
  Object.entries(targets)
    .map(([name, to]) => `${name} → \`${to}\``)
    .join(', ') || 'none'

function refusal({ refused }: Row<string>): string {
  if (refused === undefined) return 'no change'
  return refused === 'back' ? 'where it was given' : `\`${refused}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
