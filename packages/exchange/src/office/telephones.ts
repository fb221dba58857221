import type { PersonPresence, RingDevice } from '@offhook/core'
import type { Telephones } from '../api/telephones.ts'
import type { Clock } from '../clock.ts'
import type { LineNews, ReachableDevice } from '../switch/office.ts'

/** What the telephones of everybody do, in the memory of this process: after a start nobody has one and nobody is in a call. */
export interface TelephoneBoard extends Telephones {
  /** What that changed: of the line that others see, and of the state of devices. */
  setLine(person: string, line: LineNews): { readonly isSeen: boolean; readonly areDevices: boolean }
  /** What that changed: which devices came or went, and whether others see another person for it. */
  setDevices(person: string, devices: readonly ReachableDevice[]): DeviceChange
}

/** What changed of the devices of somebody. */
export interface DeviceChange {
  readonly cameOrWent: readonly ReachableDevice[]
  readonly isSeen: boolean
}

interface Telephone {
  readonly line: LineNews
  readonly lineSince?: number
  readonly devices: readonly ReachableDevice[]
}

const without = (some: readonly ReachableDevice[], others: readonly ReachableDevice[]) =>
  some.filter(({ instance }) => others.every((other) => other.instance !== instance))

const none: Telephone = { line: { status: 'idle', inCall: [] }, devices: [] }

/** A board on which nothing is known yet. */
export function createTelephones({ now }: Pick<Clock, 'now'>): TelephoneBoard {
  const known = new Map<string, Telephone>()
  const get = (person: string) => known.get(person) ?? none

  return {
    of(person): Pick<PersonPresence, 'line' | 'device' | 'lineSince'> {
      const { line, lineSince, devices } = get(person)
      const device = devices.length > 0 ? 'reachable' : 'offline'
      return { line: line.status, device, ...(lineSince !== undefined && { lineSince }) }
    },
    device(person, instance): RingDevice['state'] {
      const { line, devices } = get(person)
      if (line.inCall.includes(instance)) return 'in-call'
      return devices.some((it) => it.instance === instance) ? 'reachable' : 'offline'
    },
    setLine(person, line) {
      const before = get(person)
      const isSeen = before.line.status !== line.status
      known.set(person, { ...before, line, ...(isSeen && { lineSince: now() }) })
      return { isSeen, areDevices: before.line.inCall.join() !== line.inCall.join() }
    },
    setDevices(person, devices) {
      const before = get(person)
      known.set(person, { ...before, devices })
      return {
        cameOrWent: [...without(devices, before.devices), ...without(before.devices, devices)],
        isSeen: before.devices.length > 0 !== devices.length > 0,
      }
    },
  }
}
