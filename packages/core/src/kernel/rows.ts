import { guarded, type Readable, same } from './store.ts'

/** Many things by id, of which each can be read and subscribed to by itself. */
export interface Rows<Row> {
  get(id: string): Row | undefined
  /** One of them; the same words as for everything else. */
  row(id: string): Readable<Row | undefined>
  /** All of them, in the order in which they came; built when it is read. */
  readonly all: Readable<readonly Row[]>
  readonly size: number
  values(): IterableIterator<Row>
  /** Adds or replaces; what says the same stays the same object. Gives those that changed. */
  put(rows: readonly Row[]): readonly Row[]
  remove(ids: readonly string[]): readonly string[]
}

/** Makes rows; `idOf` tells the id of one. */
export function createRows<Row>(idOf: (row: Row) => string): Rows<Row> {
  const byId = new Map<string, Row>()
  const watchers = new Map<string, Set<() => void>>()
  const listeners = new Set<() => void>()
  let list: readonly Row[] | undefined

  const tell = (changed: readonly string[]) => {
    if (changed.length === 0) return
    list = undefined
    for (const id of changed) tellEach(watchers.get(id))
    tellEach(listeners)
  }

  const watch = (id: string, listener: () => void) => {
    const entry = () => listener()
    const set = watchers.get(id) ?? new Set()
    watchers.set(id, set.add(entry))
    return () => {
      set.delete(entry)
      if (set.size === 0 && watchers.get(id) === set) watchers.delete(id)
    }
  }

  return {
    get: (id) => byId.get(id),
    row: (id) => ({ getSnapshot: () => byId.get(id), subscribe: (listener) => watch(id, listener) }),
    all: {
      getSnapshot() {
        list ??= Object.freeze([...byId.values()])
        return list
      },
      subscribe(listener) {
        const entry = () => listener()
        listeners.add(entry)
        return () => void listeners.delete(entry)
      },
    },
    get size() {
      return byId.size
    },
    values: () => byId.values(),
    put(rows) {
      const changed = rows.filter((row) => !same(byId.get(idOf(row)), row))
      for (const row of changed) byId.set(idOf(row), Object.freeze(row))
      tell(changed.map(idOf))
      return changed
    },
    remove(ids) {
      const gone = ids.filter((id) => byId.delete(id))
      tell(gone)
      return gone
    },
  }
}

/** Who was stopped during the news hears nothing more. */
function tellEach(listeners: ReadonlySet<() => void> = new Set()): void {
  for (const listener of [...listeners]) if (listeners.has(listener)) guarded(listener)
}
