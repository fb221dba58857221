import type {
  Device,
  DeviceCommand,
  DeviceKind,
  DeviceList,
  DeviceSink,
  DeviceTransport,
  MicrophoneState,
} from '../../devices/transport.ts'
import { OffhookError } from '../../errors.ts'

/** The plugs and the microphone of a simulated telephone, for the test to move. */
export interface Hardware {
  /** Plugs a device in; a speaker is a ringer too. */
  plug(kind: 'microphone' | 'speaker', device: Device): void
  /** Pulls a device out; what was chosen there falls back to the system's default. */
  unplug(id: string): void
  /** What becomes of the microphone: a key of the headset mutes it, it is pulled out in a call. */
  setMicrophone(state: MicrophoneState): void
  /** Speaks into the microphone with a level of 0 to 1. */
  speak(level: number): void
}

/** A simulated telephone's devices and what moves them. */
export interface SimulatedDevices {
  readonly transport: DeviceTransport
  readonly hardware: Hardware
}

const fresh: DeviceList = {
  permission: 'ask',
  microphones: [{ id: 'built-in-microphone', label: 'Built-in microphone' }],
  speakers: [{ id: 'built-in-speaker', label: 'Built-in speaker' }],
  chosen: {},
  canChooseSpeaker: true,
  isRingerOn: true,
  microphoneState: 'closed',
  isSoundBlocked: false,
}

const shelf = { microphone: 'microphones', speaker: 'speakers', ringer: 'speakers' } as const

/** Makes the devices of one telephone: a microphone and a speaker, and permission still to ask for. */
export function createHardware(pass: (command: DeviceCommand, carry: () => void) => unknown): SimulatedDevices {
  let list = fresh
  let sink: DeviceSink | undefined
  const listeners = new Set<(level: number) => void>()
  const become = (change: Partial<DeviceList>) => {
    list = { ...list, ...change }
    sink?.list(list)
  }

  const carry = (command: DeviceCommand) => {
    if (command.type === 'allow') become({ permission: 'granted' })
    if (command.type === 'ringer') become({ isRingerOn: command.isOn })
    if (command.type !== 'choose') return
    const { kind, id } = command
    if (id === '' || id === 'default') return become({ chosen: withoutKind(list.chosen, kind) })
    if (!list[shelf[kind]].some((device) => device.id === id)) throw new OffhookError('device-missing')
    become({ chosen: { ...list.chosen, [kind]: id } })
  }

  return {
    transport: {
      open(news) {
        sink = news
        news.list(list)
        return () => {
          sink = undefined
        }
      },
      async send(command) {
        await pass(command, () => carry(command))
      },
      level(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    hardware: {
      plug: (kind, device) => become({ [shelf[kind]]: [...list[shelf[kind]], device] }),
      unplug(id) {
        const without = (devices: readonly Device[]) => devices.filter((device) => device.id !== id)
        become({
          microphones: without(list.microphones),
          speakers: without(list.speakers),
          chosen: chosenWithout(list.chosen, id),
        })
      },
      setMicrophone: (state) => become({ microphoneState: state }),
      speak(level) {
        for (const listener of listeners) listener(level)
      },
    },
  }
}

const kinds: readonly DeviceKind[] = ['microphone', 'speaker', 'ringer']

function withoutKind({ ...chosen }: DeviceList['chosen'], kind: DeviceKind): DeviceList['chosen'] {
  const { [kind]: _, ...others } = chosen
  return others
}

function chosenWithout(chosen: DeviceList['chosen'], id: string): DeviceList['chosen'] {
  return Object.fromEntries(
    kinds.flatMap((kind) => (chosen[kind] && chosen[kind] !== id ? [[kind, chosen[kind]]] : [])),
  )
}
