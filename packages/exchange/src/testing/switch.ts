import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decideForwarding, type ForwardingPlan, type ForwardingRule, type Schedule } from '@offhook/core'
import { onTestFinished } from 'vitest'
import { systemClock } from '../clock.ts'
import type { ExchangeConfig } from '../config/schema.ts'
import { toSettings } from '../config/settings.ts'
import { createCredentials } from '../office/credentials.ts'
import { createPeople } from '../people/people.ts'
import type { StopOptions } from '../switch/board.ts'
import type { FinishedCall, LineNews, Office, ReachableDevice, Route } from '../switch/office.ts'
import { openSwitchboard, type SwitchboardWorld } from '../switch/switchboard.ts'
import { eventually } from './house.ts'
import { openPhone, type Phone } from './raw-phone.ts'
import type { PhoneOptions } from './wire.ts'

/** What somebody's calls go by, in a test. */
export interface Wishes extends Partial<Omit<Route, 'forwarding'>> {
  readonly rules?: readonly Omit<ForwardingRule, 'status' | 'callers'>[]
  readonly outside?: readonly Omit<ForwardingRule, 'status' | 'callers'>[]
}

/** A call that is over, and for whom. */
export interface ToldCall extends FinishedCall {
  readonly user: string
}

const noHours: Schedule = { timeZone: 'Europe/Amsterdam', week: [], exceptions: [] }
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** A switch with an office that knows these wishes and remembers what it is told; phones on it; all gone after the test. */
export async function openSwitch(
  wishes: Record<string, Wishes> = {},
  { config = {}, ...world }: { config?: ExchangeConfig } & Partial<Pick<SwitchboardWorld, 'clock' | 'logger'>> = {},
) {
  const settings = toSettings({ port: 0, demo: true, ...config })
  const { clock = systemClock, logger = quiet } = world
  const told = {
    calls: [] as ToldCall[],
    lines: [] as { user: string; line: LineNews }[],
    devices: [] as { user: string; devices: readonly ReachableDevice[] }[],
  }
  const office: Office = {
    people: createPeople(settings.people, settings),
    routeTo: ({ user }, callers) => routeOf(wishes[user] ?? {}, callers),
    lineChanged: ({ user }, line) => void told.lines.push({ user, line }),
    devicesChanged: ({ user }, devices) => void told.devices.push({ user, devices }),
    callOver: ({ user }, call) => void told.calls.push({ user, ...call }),
  }
  const desk = createCredentials({ clock, realm: settings.realm, path: '/sip', secret: 'of this test' })
  const served = await serve({ settings, clock, logger, office: { ...office, desk } })
  /** The records of somebody, when there are as many in all. */
  const records = async (inAll: number) => {
    await eventually(() => told.calls.length >= inAll)
    // one too many would come at once
    await new Promise((resolve) => setTimeout(resolve, 30))
    return (user: string) => told.calls.filter((call) => call.user === user)
  }
  return { ...served, records, told, desk }
}

/** A switch on a port of its own, and phones on it; all gone after the test. */
export async function serve(world: SwitchboardWorld) {
  const server = createServer()
  const switchboard = openSwitchboard(server, world)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  const phones: Phone[] = []
  let stopped: Promise<void> | undefined
  const stop = (options?: StopOptions) => {
    stopped ??= switchboard.stop(options).then(() => void server.close())
    return stopped
  }
  onTestFinished(async () => {
    for (const { vanish } of phones) vanish()
    await stop()
  })

  const connect = async (user: string, options: PhoneOptions = {}) => {
    const phone = await openPhone(`ws://127.0.0.1:${port}/sip`, user, options)
    phones.push(phone)
    return phone
  }
  const signIn = async (user: string, options: PhoneOptions = {}) => {
    const phone = await connect(user, options)
    const response = await phone.register()
    if (response.status !== 200) throw new Error(`${user} could not register: ${response.first}`)
    return phone
  }
  return { connect, signIn, stop, counts: () => switchboard.counts }
}

function routeOf({ rules = [], outside = [], ...route }: Wishes, callers: 'inside' | 'outside'): Route {
  const plan: ForwardingPlan = {
    rules: [
      ...rules.map((rule) => ({ ...rule, status: 'available' as const, callers: 'inside' as const })),
      ...outside.map((rule) => ({ ...rule, status: 'available' as const, callers: 'outside' as const })),
    ],
  }
  const forwarding = decideForwarding({ ...plan, officeHours: noHours }, { status: 'available', callers, at: 0 })
  return { forwarding, callWaiting: true, ringsMobile: false, rings: () => true, ...route }
}
