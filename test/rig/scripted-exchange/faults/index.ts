import type { Fault } from '../scene.ts'
import { changeFaults } from './changes.ts'
import { descriptionFaults } from './descriptions.ts'
import { endingFaults } from './endings.ts'
import { incomingFaults } from './incoming.ts'
import { lostSocketFaults } from './lost-sockets.ts'
import { microphoneFaults } from './microphones.ts'
import { refusalFaults } from './refusals.ts'
import { socketFaults } from './sockets.ts'
import { transferFaults } from './transfers.ts'

/** Every fault that is played. */
export const faults: readonly Fault[] = [
  ...refusalFaults,
  ...descriptionFaults,
  ...changeFaults,
  ...endingFaults,
  ...transferFaults,
  ...incomingFaults,
  ...microphoneFaults,
  ...socketFaults,
  ...lostSocketFaults,
]
