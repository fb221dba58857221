import type { Call, CallCommands, CallSnapshot, ConnectionSnapshot, PhoneEvents } from '@offhook/core'
import type { ContractPerson } from '@offhook/core/testing'
import type { TabsSnapshot } from '@offhook/webrtc'
import { watchLoops } from './loops.ts'
import { createTelephone } from './telephone.ts'
import { type ExchangeTold, told } from './told.ts'
import { openWorkshop, textOf, watchUncaught } from './workshop.ts'

/** Whose telephone is on this page, and how it differs from the usual one. */
export interface PhoneTold {
  readonly exchange: ExchangeTold
  readonly person: ContractPerson
  readonly password?: string
  readonly usesDevice?: boolean
  /** Shares it with the other tabs of the browser. */
  readonly isAcrossTabs?: boolean
}

/** What was seen at this telephone until now. */
export interface PhoneSeen {
  readonly connection: ConnectionSnapshot['status']
  /** The calls there are. */
  readonly calls: readonly CallSnapshot[]
  /** Each event, by name and call, oldest first. */
  readonly events: readonly { readonly name: keyof PhoneEvents; readonly call: CallSnapshot }[]
  readonly uncaught: readonly string[]
  readonly liveMicrophones: number
  /** How many sounds go on, such as a ring. */
  readonly loops: number
  /** What this tab is among the others, of a phone that is shared. */
  readonly tabs?: TabsSnapshot
}

declare global {
  interface Window {
    connect(): Promise<void>
    disconnect(): Promise<void>
    /** Calls a number and answers the id of the call. */
    call(number: string): string
    /** Gives a command to a call, by its id or else to the only one there is. */
    command(id: string | null, command: Exclude<keyof CallCommands, 'consult'>, ...values: string[]): Promise<void>
    /** Transfers one call to another. */
    connectCalls(id: string, other: string): Promise<void>
    seen(): PhoneSeen
    hears(): Promise<readonly string[]>
    digits(): string
    unlock(): Promise<void>
  }
}

const { exchange, person, password, usesDevice, isAcrossTabs } = told<PhoneTold>()
const { microphones, listenTo, start } = await openWorkshop()
const options = {
  ...(password !== undefined && { password }),
  ...(usesDevice !== undefined && { usesDevice }),
  ...(isAcrossTabs !== undefined && { isAcrossTabs }),
}
const { phone, hearing, tabs } = createTelephone({ exchange, microphones, listenTo }, person, options)
const uncaught = watchUncaught()
const loops = watchLoops()
const events: PhoneSeen['events'][number][] = []
for (const name of ['incoming', 'resumed', 'answered', 'ended', 'missed'] as const) {
  phone.on(name, (call) => events.push({ name, call: call.getSnapshot() }))
}

function find(id: string | null): Call {
  const { all } = phone.calls.getSnapshot()
  const [call] = id === null ? all : all.filter((each) => each.id === id)
  if (call === undefined || (id === null && all.length > 1)) throw new Error(`${all.length} calls: which?`)
  return call
}

Object.assign(window, {
  connect: () => phone.connection.connect(),
  disconnect: () => phone.connection.disconnect(),
  call: (number) => phone.call(number).id,
  command: async (id, command, value = '') => find(id)[command](value),
  connectCalls: (id, other) => find(id).transfer(find(other)),
  seen: () => ({
    connection: phone.connection.getSnapshot().status,
    calls: phone.calls.getSnapshot().all.map((call) => call.getSnapshot()),
    events,
    uncaught,
    liveMicrophones: microphones.live(),
    loops: loops(),
    ...(tabs !== undefined && { tabs: tabs.getSnapshot() }),
  }),
  hears: hearing.now,
  digits: hearing.digits,
  unlock: () => phone.devices.unlock(),
} satisfies Partial<Window>)

start()
  .then(() => {
    window.isReady = true
  })
  .catch((error) => uncaught.push(textOf(error)))
