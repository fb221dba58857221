// A process that writes until it is ended, and says what was acknowledged: `node writer.ts <folder>`.
import { systemClock } from '../../clock.ts'
import { StoreError } from '../errors.ts'
import { openStore } from '../open.ts'
import { quiet } from './databases.ts'

/** What the process says: what it could not do, that it is open, or which write was acknowledged. */
export type Saying =
  | { readonly refused: string; readonly pid?: number | undefined; readonly message: string }
  | { readonly opened: true }
  | { readonly wrote: string }

const admin = { id: 'nobody', role: 'admin' } as const

async function write(folder: string, say: (saying: Saying) => void): Promise<void> {
  const store = await openStore({ data: folder }, { clock: systemClock, logger: quiet })
  say({ opened: true })
  const writer = async (letter: string) => {
    for (let n = 0; ; n += 1) {
      const name = `${process.pid}${letter}${n}`
      await store.transaction(async (tx) => {
        const { id } = await tx.books.create({ name, kind: 'crm' })
        await tx.contactsOf(admin).create(id, { name: { full: name }, note: name.repeat(200) })
        tx.tell({ type: 'wrote', subject: name, data: {} })
      })
      say({ wrote: name })
    }
  }
  await Promise.all(['a', 'b', 'c'].map(writer))
}

const [, , folder = ''] = process.argv
const say = (saying: Saying) => void process.send?.(saying)
await write(folder, say).catch((error: unknown) => {
  if (!(error instanceof StoreError)) throw error
  say({ refused: error.code, pid: error.pid, message: error.message })
  process.disconnect()
})
