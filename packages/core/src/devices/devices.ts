import { toOffhookError } from '../errors.ts'
import { handled } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { DeviceCommand, DeviceKind, DeviceList, DeviceTransport } from './transport.ts'

/** The microphone, speaker and ringer of the phone. */
export interface Devices extends Readable<DeviceList> {
  /** Chooses a device, for calls in progress too; `''` is the system's default. Rejects with `device-missing`. The choice is kept. */
  choose(kind: DeviceKind, id: string): Promise<void>
  /** Asks the person to allow the microphone; rejects with `microphone-denied`. */
  allow(): Promise<void>
  /** Lets the page make sound; call it from a click when a sound was blocked. */
  unlock(): Promise<void>
  /** Plays a test sound. */
  test(kind: 'speaker' | 'ringer'): Promise<void>
  /** Turns the ringer of this machine on or off; it rings where `phone.settings` wants it too. */
  setRinger(isOn: boolean): Promise<void>
  /** The microphone's level, 0 to 1; measured only while somebody is subscribed. */
  readonly level: Readable<number>
}

/** A devices slice and what closes it. */
export interface LiveDevices {
  readonly devices: Devices
  close(): void
}

const none: DeviceList = {
  ...{ permission: 'ask', microphones: [], speakers: [], chosen: {} },
  ...{ canChooseSpeaker: false, isRingerOn: true, microphoneState: 'closed', isSoundBlocked: false },
}

/** Keeps the one truth about the devices of a transport. */
export function createDevices(transport: DeviceTransport): LiveDevices {
  const store = createStore<DeviceList>(none)
  const give = async (command: DeviceCommand) => {
    try {
      await transport.send(command)
    } catch (thrown) {
      throw toOffhookError(thrown)
    }
  }
  const send = (command: DeviceCommand) => handled(give(command))
  const { level, close: closeLevel } = createLevel(transport)
  const devices: Devices = {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    choose: (kind, id) => send({ type: 'choose', kind, id }),
    allow: () => send({ type: 'allow' }),
    unlock: () => send({ type: 'unlock' }),
    test: (kind) => send({ type: 'test', kind }),
    setRinger: (isOn) => send({ type: 'ringer', isOn }),
    level,
  }
  const stop = transport.open({ list: store.set })
  const close = () => {
    closeLevel()
    stop()
  }
  return { devices, close }
}

/** Measures the level while somebody is subscribed; the microphone is open no longer than that. */
function createLevel(transport: DeviceTransport): { level: Readable<number>; close(): void } {
  const store = createStore(0)
  let listeners = 0
  let isClosed = false
  let stop = () => {}
  const silence = () => {
    stop()
    stop = () => {}
    store.set(0)
  }
  const subscribe = (listener: () => void) => {
    const unsubscribe = store.subscribe(listener)
    if (listeners++ === 0 && !isClosed) stop = transport.level(store.set)
    let isSubscribed = true
    return () => {
      if (!isSubscribed) return
      isSubscribed = false
      unsubscribe()
      if (--listeners === 0) silence()
    }
  }
  const close = () => {
    isClosed = true
    silence()
  }
  return { level: { getSnapshot: store.getSnapshot, subscribe }, close }
}
