// what the tests of the simulated network begin with
import { type Call, createPhone } from '../index.ts'
import { createNetwork, type NetworkOptions } from './index.ts'

/** Lets every microtask run that is waiting, and those they start. */
export const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

/** Alice, Bob and Carol with a phone each, connected, on one simulated network. */
export async function office(options: NetworkOptions = {}) {
  const network = createNetwork(options)
  const { clock } = options
  const join = async (person: string) => {
    const phone = createPhone(network.join(person), clock === undefined ? {} : { clock })
    phone.connection.connect().catch(() => {})
    await settle()
    return phone
  }
  const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')]
  return { network, join, alice, bob, carol }
}

type Phones = Awaited<ReturnType<typeof office>>

/** The one call there is. */
export const only = (phone: Phones['bob']): Call => {
  const [call] = phone.calls.getSnapshot().all
  if (call === undefined) throw new Error('There is no call.')
  return call
}

/** Alice calls Bob, who answers. */
export async function talk({ alice, bob }: Phones) {
  const call = alice.call('202')
  await settle()
  await only(bob).answer()
  await settle()
  return { call, at: only(bob) }
}

/** How a call ended, or where it is. */
export const ending = (call: Call) => {
  const now = call.getSnapshot()
  return now.status === 'ended' ? { reason: now.reason, by: now.by } : now.status
}
