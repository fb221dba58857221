import type { PersonPresence, RingDevice } from '@offhook/core'
import type { Telephones } from '../api/telephones.ts'
import type { Clock } from '../clock.ts'
import type { LineNews, ReachableDevice } from '../switch/office.ts'

/** What the telephones of everybody do, in the memory of this process: after a start nobody has one and nobody is in a call. */
export interface TelephoneBoard extends Telephones {
  /** Whether that changed what others see of the person. */
  setLine(person: string, line: LineNews): boolean
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
      const isOther = before.line.status !== line.status
      known.set(person, { ...before, line, ...(isOther && { lineSince: now() }) })
      return isOther
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
