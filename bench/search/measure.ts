import type { Contact } from '@offhook/core'
import type { Searcher } from './libraries.ts'

/** What there is to measure with. */
export interface Trial {
  readonly contacts: readonly Contact[]
  readonly keystrokes: readonly string[]
  /** What is promised, for some of the keystrokes. */
  readonly answers: readonly { readonly text: string; readonly first: readonly string[] }[]
}

/** Times in milliseconds, memory in bytes, parts of 1. */
export interface Measured {
  readonly times: readonly number[]
  /** The same when the library need not keep the promised order. */
  readonly timesInOwnOrder: readonly number[]
  readonly build: number
  /** The longest time in which nothing else could run while it was built. */
  readonly block: number
  readonly memory: number
  /** How many answers were exactly those promised. */
  readonly exact: number
  /** How many of the promised contacts were in the answers. */
  readonly overlap: number
  /** The median time to replace one contact. */
  readonly replace: number
}

const longest = 20_000

/** Builds, searches and edits. */
export async function measure(searcher: Searcher, { contacts, keystrokes, answers }: Trial): Promise<Measured> {
  const before = heldMemory()
  const { build, block } = await timeBuild(searcher, contacts)
  await rest()
  const memory = heldMemory() - before
  const given = askAll(searcher, answers)
  const times = timeAll(keystrokes, 3, searcher.search)
  const { inOwnOrder } = searcher
  const timesInOwnOrder = inOwnOrder === undefined ? times : timeAll(keystrokes, 3, (text) => inOwnOrder(text))
  const edits = contacts.filter((_, at) => at % 499 === 0)
  const replaced = timeAll(edits, 1, (contact) => searcher.replace({ ...contact, titles: ['Inkoper'] }))
  const [exact, overlap] = qualityOf(given)
  return { times, timesInOwnOrder, build, block, memory, exact, overlap, replace: quantile(replaced, 0.5) }
}

function heldMemory(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Long enough for what is still done in the background. */
const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 3_000))

async function timeBuild(searcher: Searcher, contacts: readonly Contact[]) {
  let [last, block, isBuilding] = [performance.now(), 0, true]
  const beat = () => {
    const now = performance.now()
    block = Math.max(block, now - last)
    last = now
    if (isBuilding) setImmediate(beat)
  }
  setImmediate(beat)
  const start = performance.now()
  await searcher.build(contacts)
  const build = performance.now() - start
  await new Promise<void>((resolve) => setTimeout(resolve, 500))
  isBuilding = false
  return { build, block }
}

function askAll(searcher: Searcher, answers: Trial['answers']) {
  const until = performance.now() + longest
  // who is that slow is asked less
  return answers.flatMap(({ text, first }) =>
    performance.now() > until ? [] : [{ first, found: searcher.search(text) }],
  )
}

/** The best of `turns` times for each, so that what else the machine does counts less. */
function timeAll<T>(all: readonly T[], turns: number, run: (one: T) => unknown): readonly number[] {
  const times: number[] = []
  const start = performance.now()
  for (const one of all) {
    // who is that slow is known well enough by then
    if (performance.now() - start > longest) break
    times.push(Math.min(...Array.from({ length: turns }, () => timeOf(() => run(one)))))
  }
  return times
}

function timeOf(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

function qualityOf(given: readonly { first: readonly string[]; found: readonly string[] }[]): [number, number] {
  const promised = given.reduce((sum, { first }) => sum + first.length, 0)
  const kept = given.reduce((sum, { first, found }) => sum + first.filter((uid) => found.includes(uid)).length, 0)
  const exact = given.filter(({ first, found }) => first.join() === found.join()).length
  return [exact / given.length, kept / promised]
}

/** The time under which that part of all stays. */
export function quantile(all: readonly number[], part: number): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
