import {
  accountPart,
  type CallFacet,
  type CallSink,
  type CallTransport,
  createPhone,
  type ErrorCode,
  OffhookError,
  type Phone,
} from '@offhook/core'
import {
  createNetwork,
  createOffice,
  type Network,
  type NetworkCommand,
  type NetworkTransports,
  type Office,
} from '@offhook/core/testing'
import type { BackEnd } from '../account/back-end.ts'
import { type Line, openSipLine } from '../account/line.ts'
import type { SessionWorld } from '../account/session.ts'
import { people } from '../colleagues/people.ts'
import { furnish, officeDoor } from './office.ts'

/** The world inside the page, for whoever makes pictures or tries things from the console. */
interface Simulation {
  readonly network: Network
  readonly office: Office
  /** The telephones of the people who are not signed in here, by user name. */
  readonly telephones: Map<string, Phone>
  /** The devices of who is signed in here. */
  hardware: NetworkTransports['hardware'] | undefined
  /** Refuses the next command of that name with a code. */
  refuse(command: NetworkCommand, code: ErrorCode): void
  /** Lets every call here have news: its quality, its media. */
  tell(facet: CallFacet): void
}

declare global {
  var simulation: Simulation | undefined
}

const answersAfter = 1_500

/** An office inside the page, with a back end; the other demo people are there and answer after a moment. */
export function openSimulation(): SessionWorld {
  const office = createOffice()
  const isEmpty = new URLSearchParams(location.search).get('simulate') === 'empty'
  return { openLine: openSipLine, openBackEnd: () => openOffice(office, isEmpty) }
}

function openOffice(office: Office, isEmpty: boolean): BackEnd {
  let user = ''
  const entered = (who: string) => {
    user = who
    if (!isEmpty) furnish(office, user)
  }
  const { account, close } = createPhone({ account: accountPart(officeDoor(office, entered)) })
  return { account, close, line: () => openLine(office, user) }
}

function openLine(office: Office, user: string): Line {
  const network = createNetwork({ latency: 120 })
  const transports = network.join(user)
  const { calls, tell } = withNews(transports.calls)
  const telephones = new Map<string, Phone>()
  for (const person of people) {
    if (person.user !== user) telephones.set(person.user, bot(network, person.user))
  }
  globalThis.simulation = {
    ...{ network, office, telephones, tell },
    hardware: transports.hardware,
    refuse: (command, code) => void network.refuseNext(command, new OffhookError(code)),
  }
  return { phone: createPhone({ ...transports, calls, ...office.join(user) }), warm: () => {} }
}

function bot(network: Network, user: string): Phone {
  const phone = createPhone(network.join(user))
  phone.on('incoming', (call) => {
    setTimeout(() => {
      if (call.can('answer')) call.answer()
    }, answersAfter)
  })
  phone.connection.connect()
  return phone
}

/** A transport around a transport, through which news can be slipped in. */
function withNews(calls: CallTransport) {
  let sink: CallSink | undefined
  const ids = new Set<string>()
  const around: CallTransport = {
    open(outer) {
      sink = outer
      return calls.open(outer)
    },
    send(id, command) {
      ids.add(id)
      return calls.send(id, command)
    },
  }
  const tell = (facet: CallFacet) => {
    for (const id of ids) sink?.signal(id, facet)
  }
  return { calls: around, tell }
}
