import type { Phone } from '../../phone.ts'

/** The four people of the contract, as in {@link demoPeople}. */
export type ContractPerson = 'alice' | 'bob' | 'carol' | 'dave'

/** What can be heard: somebody's microphone, hold music, or sound that should not be there. */
export type ContractSound = ContractPerson | 'music' | 'noise'

/** What some exchanges do not do; each case that meets one proves what happens instead. */
export type ContractPromise =
  /** Who is put on hold is told so (`remoteHold`); else only silence or music tells. */
  | 'remoteHoldTold'
  /** Who is on hold hears nothing; else music. */
  | 'silentHold'
  /** A blind transfer that is declined gives the call back; else it is over for both. */
  | 'keepsCallAfterBusyTransfer'
  /** Who declines on one telephone declines on all; else the others ring on. */
  | 'declinesEverywhere'
  /** Who talks with somebody whose connection broke is told (`remoteConnection`); else it is always `steady`. */
  | 'remoteConnectionTold'

/** The phones of four people at one exchange, each with a microphone that can be told from the others. */
export interface ContractWorld extends Readonly<Record<ContractPerson, Phone>> {
  /** What each dials to reach another. */
  readonly numbers: Readonly<Record<ContractPerson, string>>
  /** The name the exchange shows of each. */
  readonly names: Readonly<Record<ContractPerson, string>>
  /** The promises this exchange does not keep, each with the reason why. */
  readonly differences: Readonly<Partial<Record<ContractPromise, string>>>
  /** A further telephone of a person, online. */
  another(person: ContractPerson): Promise<Phone>
  /** A telephone of a person that has the wrong password and is not connected yet. */
  impostor(person: ContractPerson): Phone
  /** Breaks the connection of a person's telephones with the exchange; they come back by themselves. */
  breakConnection(person: ContractPerson): void
  /** What reaches a person's ears now, in all their calls, sorted; nothing at all: exact silence. */
  hears(person: ContractPerson): Promise<readonly ContractSound[]>
  /** The digits that reached a person in this case. */
  digitsHeardBy(person: ContractPerson): Promise<string>
  /** How many microphones are open. */
  liveMicrophones(): Promise<number>
  /** Waits until a condition holds; rejects, naming `what`, when that takes longer than this world ever needs. */
  until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>
}

/** One thing every call transport does, told as a story. */
export interface ContractCase {
  /** The feature it proves: `'C7'`. */
  readonly id: string
  readonly name: string
  /** Plays the story; rejects with what was otherwise. Leaves no call and no open microphone behind. */
  run(world: ContractWorld): Promise<void>
}
