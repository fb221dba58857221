import { accountPart } from '../../account/account.ts'
import type { Profile } from '../../account/transport.ts'
import { callerIdsPart } from '../../caller-ids/caller-ids.ts'
import { directoryPart } from '../../directory/directory.ts'
import { forwardingPart } from '../../forwarding/forwarding.ts'
import { historyPart } from '../../history/history.ts'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import type { BackendParts } from '../../phone.ts'
import { presencePart } from '../../presence/presence.ts'
import { settingsPart } from '../../settings/settings.ts'
import { type AccountSimulator, simulateAccounts } from '../account/simulator.ts'
import { type CallerIdsSimulator, simulateCallerIds } from '../caller-ids/simulator.ts'
import { type DirectorySimulator, type SimulatedContact, simulateDirectory } from '../directory/simulator.ts'
import { type ForwardingSimulator, simulateForwarding } from '../forwarding/simulator.ts'
import { type HistorySimulator, simulateHistory } from '../history/simulator.ts'
import { demoPeople, type NetworkPerson } from '../network/people.ts'
import { type PresenceSimulator, simulatePresence } from '../presence/simulator.ts'
import { type SettingsSimulator, simulateSettings } from '../settings/simulator.ts'

/** The world of a simulated back end, each with a default. */
export interface OfficeOptions {
  /** The clock of statuses that end; hand the same one to `createPhone`. */
  readonly clock?: Clock
  /** Who there is, the same as in a simulated network; default {@link demoPeople}. */
  readonly people?: readonly NetworkPerson[]
}

/** A simulated back end, for tests of apps: everything but the call, in memory, with faults to script. */
export interface Office {
  /** A window of a person, who is signed in unless `signedIn` says otherwise: `createPhone({ ...office.join('alice') })`. */
  join(person: string, options?: { readonly signedIn?: boolean }): BackendParts
  readonly account: AccountSimulator
  readonly presence: PresenceSimulator
  readonly directory: DirectorySimulator
  readonly history: HistorySimulator
  readonly forwarding: ForwardingSimulator
  readonly settings: SettingsSimulator
  readonly callerIds: CallerIdsSimulator
}

/** Makes a simulated back end. Passwords equal the ids, as in a simulated network. */
export function createOffice({ clock = systemClock, people = demoPeople }: OfficeOptions = {}): Office {
  const office = {
    account: simulateAccounts(people.map((one) => ({ profile: profileOf(one), password: one.password ?? one.id }))),
    presence: simulatePresence(
      people.map(({ id }) => id),
      clock,
    ),
    directory: simulateDirectory(),
    history: simulateHistory(),
    forwarding: simulateForwarding(),
    settings: simulateSettings(),
    callerIds: simulateCallerIds(),
  }
  office.directory.publish('internal', people.map(colleague))
  for (const { id, number, name, callerIds = [] } of people) {
    const allowed = [{ number, ...(name === undefined ? {} : { name }) }, ...callerIds.flatMap(numbered)]
    office.callerIds.allow(id, { allowed, standard: number })
  }
  return {
    ...office,
    join: (person, { signedIn = true } = {}) => ({
      account: accountPart(office.account.join(person, { signedIn })),
      presence: presencePart(office.presence.join(person)),
      directory: directoryPart([office.directory.join(person)]),
      history: historyPart(office.history.join(person)),
      forwarding: forwardingPart(office.forwarding.join(person)),
      settings: settingsPart(office.settings.join(person)),
      callerIds: callerIdsPart(office.callerIds.join(person)),
    }),
  }
}

const profileOf = ({ id, number, name = id }: NetworkPerson): Profile => ({
  ...{ id, name, extension: number, email: `${id}@example.nl` },
  initials: name
    .split(' ')
    .map((word) => word[0] ?? '')
    .filter((letter) => letter !== letter.toLowerCase())
    .join('')
    .slice(0, 3),
  ...{ language: 'nl', theme: 'system', role: 'person' },
})

const colleague = ({ id, number, name = id }: NetworkPerson): SimulatedContact => ({
  uid: id,
  name: { full: name },
  phones: [{ number, contexts: ['work'] }],
})

const numbered = ({ number, name }: { number?: string; name?: string }) =>
  number === undefined ? [] : [{ number, ...(name === undefined ? {} : { name }) }]
