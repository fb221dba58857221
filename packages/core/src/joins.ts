import type { Call } from './call/call.ts'
import type { Calls } from './call/calls.ts'
import type { DialOptions } from './call/transport.ts'
import type { ContactPhone } from './directory/contact.ts'
import type { Directory } from './directory/directory.ts'
import { OffhookError } from './errors.ts'
import { otherSide } from './history/record.ts'
import type { CallRecord } from './history/transport.ts'

/** What can be called: a number as it is written, whoever has a number, a contact, or the other side of a record. */
export type Callable =
  | string
  | { readonly number?: string }
  | { readonly uid?: string; readonly phones: readonly Pick<ContactPhone, 'number' | 'pref'>[] }
  | Pick<CallRecord, 'direction' | 'from' | 'to'>

/** What a phone with calls can do beside; with phonebooks, whom it calls comes sooner in a search. */
export function createDialler({ dial }: Calls, directory?: Directory) {
  return (target: Callable, options?: DialOptions): Call => {
    const number = numberOf(target)
    const call = dial(number, options)
    const uid = uidOf(target) ?? directory?.lookup(number)[0]?.uid
    if (uid !== undefined) directory?.used(uid)
    return call
  }
}

/** The number of somebody; a contact's preferred one. Throws `bad-number` when there is none. */
function numberOf(target: Callable): string {
  if (typeof target === 'string') return target
  const { number } = 'phones' in target ? preferred(target.phones) : 'from' in target ? otherSide(target) : target
  if (number === undefined) throw new OffhookError('bad-number', { message: 'There is no number to call.' })
  return number
}

const last = 101

const preferred = (phones: readonly Pick<ContactPhone, 'number' | 'pref'>[]): { readonly number?: string } =>
  [...phones].sort((a, b) => (a.pref ?? last) - (b.pref ?? last))[0] ?? {}

const uidOf = (target: Callable) => (typeof target === 'object' && 'uid' in target ? target.uid : undefined)
