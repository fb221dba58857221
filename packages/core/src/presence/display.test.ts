import { expect, test } from 'vitest'
import { type Display, displayOf } from './display.ts'
import type { DeviceStatus, LineStatus, PersonStatus } from './transport.ts'

/** Every combination of what was said (down) and what the line does (across: idle, ringing, in-call, on-hold). */
const table: Record<DeviceStatus, Record<PersonStatus, readonly [string, string, string, string]>> = {
  reachable: {
    available: ['available free', 'ringing busy', 'in-call busy', 'in-call busy'],
    away: ['away away', 'away away', 'in-call busy', 'in-call busy'],
    'do-not-disturb': Array(4).fill('do-not-disturb busy') as [string, string, string, string],
    lunch: ['lunch away', 'lunch away', 'in-call busy', 'in-call busy'],
    holiday: ['holiday away', 'holiday away', 'in-call busy', 'in-call busy'],
    meeting: ['meeting busy', 'meeting busy', 'in-call busy', 'in-call busy'],
  },
  offline: {
    available: ['unreachable gone', 'unreachable gone', 'in-call busy', 'in-call busy'],
    away: ['away away', 'away away', 'in-call busy', 'in-call busy'],
    'do-not-disturb': Array(4).fill('do-not-disturb busy') as [string, string, string, string],
    lunch: ['lunch away', 'lunch away', 'in-call busy', 'in-call busy'],
    holiday: ['holiday away', 'holiday away', 'in-call busy', 'in-call busy'],
    meeting: ['meeting busy', 'meeting busy', 'in-call busy', 'in-call busy'],
  },
}
const lines: readonly LineStatus[] = ['idle', 'ringing', 'in-call', 'on-hold']

const cells = Object.entries(table).flatMap(([device, rows]) =>
  Object.entries(rows).flatMap(([said, shown]) => lines.map((line, at) => [said, line, device, shown[at]] as const)),
)

test.each(cells)('S1 who says %s, whose line is %s and whose devices are %s', (said, line, device, shown) => {
  const facets = {
    person: { status: said as PersonStatus, since: 0 },
    ...{ line, device: device as DeviceStatus },
  }
  const { status, availability }: Display = displayOf(facets)
  expect(`${status} ${availability}`).toBe(shown)
})
