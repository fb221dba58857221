import { createDocument, type DocumentSnapshot } from '../kernel/document.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import type { Readable } from '../kernel/store.ts'
import type { RingSettings, SettingsChanges, SettingsTransport } from './transport.ts'

/** How a person's calls ring, and what was asked of that. */
export type SettingsSnapshot = DocumentSnapshot<RingSettings, SettingsWanted>

/** What was asked and is not true yet: switches, and devices by id. */
export interface SettingsWanted extends SettingsChanges {
  readonly rings?: Readonly<Record<string, boolean>>
}

/** How a person's calls ring. Each command throws `illegal-command` while loading. */
export interface Settings extends Readable<SettingsSnapshot> {
  /** Rejects with `invalid` or `conflict`. */
  update(changes: SettingsChanges): Promise<void>
  /** Lets a device ring, or not; rejects with `not-found`. */
  ring(device: string, rings: boolean): Promise<void>
}

const merge = (before: SettingsWanted, next: SettingsWanted): SettingsWanted => ({
  ...before,
  ...next,
  ...(before.rings && { rings: { ...before.rings, ...next.rings } }),
})

/** The world of the settings, each with a default. */
export interface SettingsOptions {
  /** Keeps this machine from ringing aloud, or no more. */
  readonly silence?: (isSilent: boolean) => void
}

/** Keeps the one truth about how a person's calls ring. */
export function createSettings(transport: SettingsTransport, { silence }: SettingsOptions = {}): Live<Settings> {
  const { getSnapshot, subscribe, arrive, save, close } = createDocument<RingSettings, SettingsWanted>(merge)
  const stop = transport.open({
    value(settings) {
      arrive(settings)
      silence?.(settings?.ringer === false)
    },
  })
  const slice: Settings = {
    getSnapshot,
    subscribe,
    update: (changes) => save(changes, () => transport.send({ type: 'update', changes })),
    ring: (device, rings) =>
      save({ rings: { [device]: rings } }, () => transport.send({ type: 'ring', device, rings })),
  }
  return {
    slice,
    close() {
      close()
      stop()
    },
  }
}

/** The settings as a part of a phone: `createPhone({ settings: settingsPart(transport) })`. */
export const settingsPart = (transport: SettingsTransport): Part<Settings> =>
  part((world) => createSettings(transport, world))
