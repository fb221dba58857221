import type { ContractPerson } from '@offhook/core/testing'

/** Somebody at every exchange of the tests; the SIP user name and the password are both the person's own name. */
export interface RigPerson {
  readonly number: string
  readonly name: string
  /** The tone this person speaks with, hertz. */
  readonly tone: number
}

/** Who there is, at the embedded exchange (`demo`) and at the Asterisk of the tests alike. */
export const people: Readonly<Record<ContractPerson, RigPerson>> = {
  alice: { number: '201', name: 'Alice Jansen', tone: 440 },
  bob: { number: '202', name: 'Bob de Vries', tone: 660 },
  carol: { number: '203', name: 'Carol van den Berg', tone: 880 },
  dave: { number: '204', name: 'Dave Öztürk', tone: 1100 },
}
