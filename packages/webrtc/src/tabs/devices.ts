import type { DeviceCommand, DeviceKind, DeviceList, DeviceSink, DeviceTransport } from '@offhook/core'
import type { Request, SharedDevices } from './message.ts'

/** The devices of one tab: its own list, the same choices as in every other, and the microphone that is in use. */
export interface TabDevices {
  readonly transport: DeviceTransport
  /** What the other tabs are to know, of a tab that carries the calls. */
  own(): SharedDevices | undefined
  /** The tab that carries the calls has them so. */
  show(shared: SharedDevices | undefined): void
  /** The microphone's level in the tab that carries the calls. */
  showLevel(level: number): void
  /** Whether somebody in this tab wants to see that level. */
  isListening(): boolean
}

/** What the devices of a tab need of the tab around them. */
export interface TabDevicesWorld {
  readonly own: DeviceTransport
  isOwner(): boolean
  ask(request: Request): Promise<void>
  /** The list of this tab is not as it was, or somebody begins or ends to look at the level. */
  changed(): void
}

const kinds: readonly DeviceKind[] = ['microphone', 'speaker', 'ringer']

/** Makes the devices of a tab. */
export function createTabDevices({ own, isOwner, ask, changed }: TabDevicesWorld): TabDevices {
  const listeners = new Set<(level: number) => void>()
  let sink: DeviceSink | undefined
  let list: DeviceList | undefined
  let shown: SharedDevices | undefined

  const tell = () => {
    // the microphone in use is the one of the tab that has the sound
    const inUse = isOwner() || shown === undefined ? {} : { microphoneState: shown.microphoneState }
    if (list !== undefined) sink?.list({ ...list, ...inUse })
  }
  /** What was chosen there is chosen here too, for when this tab has the sound; what is not there is not. */
  const follow = (next: SharedDevices) => {
    const before = shown
    const give = (command: DeviceCommand) => void own.send(command).catch(() => {})
    for (const kind of kinds) {
      const id = next.chosen[kind] ?? ''
      if (before !== undefined && id === (before.chosen[kind] ?? '')) continue
      if (id !== (list?.chosen[kind] ?? '')) give({ type: 'choose', kind, id })
    }
    if (next.isRingerOn !== (list?.isRingerOn ?? true)) give({ type: 'ringer', isOn: next.isRingerOn })
  }

  return {
    own: () => list && pick(list),
    show(next) {
      if (next !== undefined && !isOwner()) follow(next)
      shown = next
      tell()
    },
    showLevel(level) {
      for (const listener of listeners) listener(level)
    },
    isListening: () => listeners.size > 0,
    transport: {
      open(given) {
        sink = given
        const stop = own.open({
          list(next) {
            list = next
            tell()
            changed()
          },
        })
        return () => {
          sink = undefined
          stop()
        }
      },
      // what a person must see or click happens in the tab that they see
      send: (command) => (isForAll(command) ? ask({ of: 'devices', command }) : own.send(command)),
      level(listener) {
        listeners.add(listener)
        changed()
        return () => {
          listeners.delete(listener)
          changed()
        }
      },
    },
  }
}

const isForAll = ({ type }: DeviceCommand) => type === 'choose' || type === 'ringer'

const pick = ({ chosen, isRingerOn, microphoneState, isSoundBlocked }: DeviceList): SharedDevices => ({
  ...{ chosen, isRingerOn, microphoneState, isSoundBlocked },
})
