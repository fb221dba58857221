import type { Phone } from '@offhook/core'
import { type ContractPerson, type ContractSound, type ContractWorld, callContract } from '@offhook/core/testing'
import { people } from '../people.ts'
import { watchSockets } from './sockets.ts'
import { createTelephone, type Telephone, type Workshop } from './telephone.ts'
import { type ExchangeTold, told } from './told.ts'
import { until } from './until.ts'
import { openWorkshop, textOf, watchUncaught } from './workshop.ts'

/** How a case went; what was there when it failed. */
export interface Played {
  readonly error?: string
  /** Every call of every telephone, as it was last. */
  readonly calls: readonly unknown[]
  readonly trace: readonly string[]
  /** Every peer connection that was still open. */
  readonly peers: readonly unknown[]
}

declare global {
  interface Window {
    isReady: boolean
    runCase(title: string): Promise<Played>
  }
}

const everybody = Object.keys(people) as ContractPerson[]
const byPerson = <T>(value: (person: ContractPerson) => T) =>
  Object.fromEntries(everybody.map((person) => [person, value(person)])) as Record<ContractPerson, T>

const { microphones, listenTo, peers, start } = await openWorkshop()
const exchange = told<ExchangeTold>()
const workshop: Workshop = { exchange, microphones, listenTo }
const uncaught = watchUncaught()
const sockets = watchSockets()
const nothing = { calls: [], trace: [], peers: [] }

/** Four connected telephones at the exchange, and what was seen at them. */
async function openWorld() {
  const telephones: Telephone[] = []
  const trace: string[] = []
  const seen = new Map<string, unknown>()
  const began = performance.now()

  const make = (person: ContractPerson, password: string = person) => {
    const at = `${person}${telephones.filter((other) => other.person === person).length || ''}`
    const say = (line: string) => trace.push(`${Math.round(performance.now() - began)} ${at} ${line}`)
    const telephone = createTelephone(workshop, person, { password, trace: say })
    telephones.push(telephone)
    watch(at, telephone.phone)
    return telephone.phone
  }
  const watch = (at: string, phone: Phone) =>
    phone.calls.subscribe(() => {
      for (const call of phone.calls.getSnapshot().all) {
        const note = () => seen.set(call.id, { at, ...call.getSnapshot() })
        if (!seen.has(call.id)) call.subscribe(note)
        note()
      }
    })
  const online = async (phone: Phone) => {
    await phone.connection.connect()
    return phone
  }
  const of = (person: ContractPerson) => telephones.filter((telephone) => telephone.person === person)

  const phones = byPerson((person) => make(person))
  await Promise.all(Object.values(phones).map(online))
  const world: ContractWorld = {
    ...phones,
    numbers: byPerson((person) => people[person].number),
    names: byPerson((person) => people[person].name),
    differences: exchange.differences ?? {},
    another: (person) => online(make(person)),
    impostor: (person) => make(person, 'wrong'),
    breakConnection: sockets.breakOf,
    async hears(person) {
      const sounds = await Promise.all(of(person).map(({ hearing }) => hearing.now()))
      // the names of sounds.ts are those of the contract
      return [...new Set(sounds.flat())].sort() as ContractSound[]
    },
    digitsHeardBy: async (person) =>
      of(person)
        .map(({ hearing }) => hearing.digits())
        .join(''),
    liveMicrophones: async () => microphones.live(),
    until,
  }
  const close = async () => {
    await Promise.all(telephones.map(({ phone }) => phone.connection.disconnect().catch(() => {})))
    for (const telephone of telephones) telephone.close()
  }
  return { world, close, trace, calls: () => [...seen.values()] }
}

window.runCase = async (title) => {
  const story = callContract.find(({ id, name }) => `${id} ${name}` === title)
  if (story === undefined) return { error: `There is no case ${title}.`, ...nothing }
  uncaught.length = 0
  peers.forget()
  await start()
  const { world, close, trace, calls } = await openWorld()
  const error = await story.run(world).then(() => uncaught[0], textOf)
  const played = { calls: calls(), trace: [...trace], peers: error === undefined ? [] : await peers.tell() }
  await close()
  return error === undefined ? nothing : { error, ...played }
}
window.isReady = true
