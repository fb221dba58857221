import { OffhookError } from '../errors.ts'
import { reached } from '../kernel/promise.ts'
import type { Call } from './call.ts'
import type { CallStatus } from './machine.ts'
import type { CallId } from './transport.ts'

/** Who has the sound: one call at a time, the others wait on hold. */
export interface Sound {
  /** Puts the other calls on hold, carries out a command that takes the sound, and waits until it is true or not. */
  take(id: CallId, send: () => Promise<void>): Promise<void>
  /** Sees to it that one call is left with the sound, after one became `connected`; `isMeant`: somebody asked for that. */
  share(id: CallId, isMeant: boolean): void
}

/** Gives the sound to one call after another, each in its turn. */
export function createSound(calls: () => readonly Call[]): Sound {
  let queue: Promise<unknown> = Promise.resolve()
  let holder: CallId | undefined

  const inTurn = (run: () => Promise<void>): Promise<void> => {
    const done = queue.then(run)
    queue = done.catch(() => {})
    return done
  }
  const others = (id: CallId) => calls().filter((call) => call.id !== id)

  const take = async (id: CallId, send: () => Promise<void>) => {
    const call = calls().find((one) => one.id === id)
    // nobody is put on hold for a call that was hung up while it waited for its turn
    if (call === undefined || !asking.includes(statusOf(call))) throw new OffhookError('call-ended')
    for (const other of others(id)) await putAside(other)
    const from = statusOf(call)
    if (!asking.includes(from)) throw new OffhookError('call-ended')
    const isDecided = reached(call, ({ status }) => status !== from)
    // the news may come before the transport says that the command was handed over
    await Promise.race([send(), isDecided])
    // a call that is dialled gets the sound when it is answered, and that may take a minute
    if (from !== 'dialing') await isDecided
  }

  const leaveOne = async () => {
    for (const call of calls()) await isSettled(call)
    const connected = calls().filter((call) => statusOf(call) === 'connected')
    const keeper = connected.find(({ id }) => id === holder) ?? connected[0]
    if (keeper === undefined) return
    const kept = await Promise.all(others(keeper.id).map(isPutAside))
    // who cannot be put on hold keeps the sound, and then the keeper waits
    if (kept.includes(false)) await isPutAside(keeper)
  }

  return {
    take: (id, send) => inTurn(() => take(id, send)),
    share(id, isMeant) {
      if (isMeant) holder = id
      inTurn(leaveOne).catch(() => {})
    },
  }
}

/** The statuses of a call that asks for the sound. */
const asking: readonly CallStatus[] = ['dialing', 'answering', 'resuming']

const statusOf = (call: Call) => call.getSnapshot().status

/** A hold under way is granted or refused by the network, whatever waits here. */
const isSettled = (call: Call) => reached(call, ({ status }) => status !== 'holding')

const isPutAside = (call: Call): Promise<boolean> =>
  putAside(call).then(
    () => true,
    () => false,
  )

/** Puts a call on hold, if it has the sound; one that ends meanwhile needs no hold. Rejects when that is refused. */
async function putAside(call: Call): Promise<void> {
  const wasHolding = statusOf(call) === 'holding'
  await isSettled(call)
  if (statusOf(call) !== 'connected') return
  if (wasHolding) throw new OffhookError('refused')
  await call.hold().catch((error: OffhookError) => {
    if (error.code !== 'call-ended') throw error
  })
}
