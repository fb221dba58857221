import type { Phone } from '../../phone.ts'
import { connectionCases } from './connection.ts'
import { consultationCases } from './consultation.ts'
import { digitsCases } from './digits.ts'
import { endCases } from './end.ts'
import { holdCases } from './hold.ts'
import { incomingCases } from './incoming.ts'
import { muteCases } from './mute.ts'
import { outgoingCases } from './outgoing.ts'
import { recoveryCases } from './recovery.ts'
import { severalCases } from './several.ts'
import { callsOf, people, statusOf } from './steps.ts'
import { transferCases } from './transfer.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const stories: readonly ContractCase[] = [
  ...incomingCases,
  ...outgoingCases,
  ...severalCases,
  ...holdCases,
  ...muteCases,
  ...transferCases,
  ...consultationCases,
  ...digitsCases,
  ...endCases,
  ...connectionCases,
  ...recoveryCases,
]

/** Plays a story, and then sees that it left no call at any telephone and no microphone open. */
function leavingNothing({ run, ...story }: ContractCase): ContractCase {
  return {
    ...story,
    async run(world) {
      const phones: Phone[] = people.map((person) => world[person])
      const another: ContractWorld['another'] = async (person) => {
        const phone = await world.another(person)
        phones.push(phone)
        return phone
      }
      await run({ ...world, another })
      const left = () => phones.flatMap(callsOf).map(statusOf)
      await world
        .until(() => left().length === 0, 'no call is left')
        .catch((cause: unknown) => {
          throw new Error(`The story is over, and calls are left: ${left().join(', ')}.`, { cause })
        })
      await world.until(async () => (await world.liveMicrophones()) === 0, 'no microphone is left open')
    },
  }
}

/** What every call transport does, whatever carries it: play each case in a fresh {@link ContractWorld}. */
export const callContract: readonly ContractCase[] = stories.map(leavingNothing)
