import { vi } from 'vitest'
import type { PageOptions } from '../page/faults.ts'
import { answerTo, offer } from './descriptions.ts'
import type { Dialog } from './dialog.ts'
import type { ScriptedExchange, ScriptedOptions } from './exchange.ts'
import type { Line } from './line.ts'
import type { Extra, Message } from './message.ts'
import type { PagePhone } from './page.ts'

/** One thing that goes wrong, and how it must end. */
export interface Fault {
  readonly name: string
  /** Whether another browser could take it differently. */
  readonly inEveryBrowser?: boolean
  readonly page?: Omit<PageOptions, 'url'>
  readonly exchange?: ScriptedOptions
  /** How many times faster than the clock the page lives. */
  readonly haste?: number
  /** The phone is not connected yet when the play begins. */
  readonly isOffline?: boolean
  /** What must be checked; afterwards nothing may be left in the page. */
  play(scene: Scene): Promise<void>
}

/** Where a fault is played. */
export interface Scene {
  readonly phone: PagePhone
  readonly exchange: ScriptedExchange
  /** The phone's socket; of no use while the phone is offline. */
  readonly line: Line
}

/** A call under way: its id in the page, and its dialog at the exchange. */
export interface Talk {
  readonly id: string
  readonly dialog: Dialog
}

// what anything of this may take on a machine that does something else as well; the same as for a message
const patience = 10_000

/** Expects something to become true; of no test in particular, for several run at once. */
export const eventually = (expected: () => Promise<void>) => vi.waitFor(expected, { timeout: patience, interval: 20 })

/** Dials and gives the INVITE. */
export async function dialled({ phone, line }: Scene, number = '202'): Promise<{ id: string; invite: Message }> {
  const { id } = await phone.tell('dial', number)
  return { id, invite: await line.take('INVITE') }
}

/** A call that the phone made and that was answered. */
export async function called(scene: Scene, number?: string): Promise<Talk> {
  const { phone, line } = scene
  const { id, invite } = await dialled(scene, number)
  const dialog = line.accept(invite, { body: answerTo(invite.body) })
  await line.take('ACK')
  await phone.tell('until', id, 'connected')
  return { id, dialog }
}

/** A call that comes in and rings. */
export async function ringing({ phone, line }: Scene, extra: Extra = {}): Promise<{ id: string; invite: Message }> {
  const invite = line.invite({ body: offer(), ...extra })
  await line.take(180)
  return { id: await phone.tell('ringing'), invite }
}

/** A call that came in and that the phone answered. */
export async function answered(scene: Scene): Promise<Talk> {
  const { phone, line } = scene
  const { id, invite } = await ringing(scene)
  const given = phone.tell('give', id, 'answer')
  const dialog = line.acknowledge(invite, await line.take(200))
  await given
  return { id, dialog }
}

/** Agrees to a change of the call that the phone offers. */
export async function agree(line: Line): Promise<Message> {
  const change = await line.take('INVITE')
  line.reply(change, 200, { body: answerTo(change.body) })
  await line.take('ACK')
  return change
}

/** Ends a call as the other side, and waits until the phone knows. */
export async function theyHangUp({ phone, line }: Scene, { id, dialog }: Talk): Promise<void> {
  await line.final(line.ask(dialog, 'BYE'))
  await phone.tell('until', id, 'ended')
}

/** Ends a call as the phone, and waits until the exchange knows. */
export async function phoneHangsUp({ phone, line }: Scene, { id }: Pick<Talk, 'id'>): Promise<void> {
  await phone.tell('give', id, 'hangUp')
  await line.take('BYE')
  await phone.tell('until', id, 'ended')
}

/** How a call ended, as far as an app is told. */
export async function endOf(phone: PagePhone, id: string) {
  const now = await phone.tell('until', id, 'ended')
  if (now.status !== 'ended') throw new Error(`The call is ${now.status}.`)
  const { reason, by, detail } = now
  return { reason, by, detail }
}
