import type { PersonPresence, RingDevice, RingSettings } from '@offhook/core'
import type { StoredPresence } from '../store/presence.ts'
import type { StoredSettings } from '../store/settings.ts'
import type { Versioned } from '../store/world.ts'

/** What the switchboard knows of everybody's telephones, now. */
export interface Telephones {
  /** The parts of a person's presence that follow by themselves. */
  of(person: string): Pick<PersonPresence, 'line' | 'device' | 'lineSince'>
  /** The state of one device of a person, by its `+sip.instance`. */
  device(person: string, instance: string): RingDevice['state']
}

/** Somebody's presence whole: what they said, and what their telephones do. */
export const withFacets = (presence: StoredPresence, telephones: Telephones): PersonPresence => ({
  ...presence,
  ...telephones.of(presence.id),
})

/** A person's settings whole, each device with its state. */
export const withDevices = (
  { value: { devices, ...settings }, etag }: Versioned<StoredSettings>,
  { person, telephones }: { readonly person: string; readonly telephones: Telephones },
): Versioned<RingSettings> => ({
  value: {
    ...settings,
    devices: devices.map(({ instance, ...device }) => ({ ...device, state: telephones.device(person, instance) })),
  },
  etag,
})
