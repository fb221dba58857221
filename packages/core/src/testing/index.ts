export { callContract } from './contract/contract.ts'
export type {
  ContractCase,
  ContractPerson,
  ContractPromise,
  ContractSound,
  ContractWorld,
} from './contract/world.ts'
export type { ManualClock } from './manual-clock.ts'
export { createManualClock } from './manual-clock.ts'
export type { Hardware } from './network/hardware.ts'
export type { Latency } from './network/lane.ts'
export type { NetworkPerson } from './network/people.ts'
export { demoPeople } from './network/people.ts'
export type { FaultOptions, NetworkCommand } from './network/script.ts'
export type { Network, NetworkOptions, NetworkTransports, Outsider } from './network.ts'
export { createNetwork } from './network.ts'
