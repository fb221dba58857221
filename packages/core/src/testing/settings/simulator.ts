import { OffhookError } from '../../errors.ts'
import type { RingDevice, RingSettings, SettingsSink, SettingsTransport } from '../../settings/transport.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** The settings of a simulated company. */
export interface SettingsSimulator extends Faults {
  /** A window of a person. */
  join(person: string): SettingsTransport
  /** The devices of a person are these from now on. */
  devices(person: string, devices: readonly RingDevice[]): void
}

const first: RingSettings = {
  ...{ callWaiting: true, simultaneousRing: false, ringer: true },
  devices: [{ id: 'browser', name: 'Browser', kind: 'browser', state: 'reachable', rings: true }],
}

/** Simulates settings, which nobody follows: the exchange does that. */
export function simulateSettings(): SettingsSimulator {
  const { open, tell, pass, faults } = createLines<SettingsSink>()
  const settings = new Map<string, RingSettings>()
  const of = (person: string) => settings.get(person) ?? first
  const put = (person: string, next: RingSettings) => {
    settings.set(person, next)
    tell(person, (sink) => sink.value(next))
  }
  const ring = (devices: readonly RingDevice[], device: string, rings: boolean) => {
    if (!devices.some(({ id }) => id === device)) throw new OffhookError('not-found')
    return devices.map((one) => (one.id === device ? { ...one, rings } : one))
  }
  return {
    ...faults,
    join: (person) => ({
      open: (sink) => open({ person, sink, refresh: () => sink.value(of(person)) }),
      send: (command) =>
        pass(person, () => {
          const before = of(person)
          const changes =
            command.type === 'update'
              ? command.changes
              : { devices: ring(before.devices, command.device, command.rings) }
          put(person, { ...before, ...changes })
        }),
    }),
    devices: (person, devices) => put(person, { ...of(person), devices }),
  }
}
