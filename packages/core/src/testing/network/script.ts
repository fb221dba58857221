import type { CallCommand } from '../../call/transport.ts'
import type { ConnectionCommand } from '../../connection/transport.ts'
import type { DeviceCommand } from '../../devices/transport.ts'
import { OffhookError } from '../../errors.ts'

/** Every command a fault can be scripted for. */
export type NetworkCommand = (CallCommand | ConnectionCommand | DeviceCommand)['type']

/** Whose command a fault is for; default: whoever gives it first. */
export interface FaultOptions {
  readonly by?: string
}

interface Fault {
  readonly command: NetworkCommand
  readonly by: string | undefined
  /** Resolves when the command may go on; rejects when it is refused. */
  readonly outcome: () => Promise<void>
}

/** The faults that wait for their command. */
export interface Script {
  refuseNext(command: NetworkCommand, error?: Error, options?: FaultOptions): () => void
  silenceNext(command: NetworkCommand, options?: FaultOptions): () => void
  /**
   * Carries a command out at once, or after what is scripted for it; each fault strikes once. Without a fault there is
   * no wait at all, so that a manual clock decides everything.
   */
  pass(command: { readonly type: NetworkCommand; readonly by: string }, carry: () => unknown): unknown
}

export function createScript(): Script {
  let faults: readonly Fault[] = []
  const add = (fault: Fault) => {
    faults = [...faults, fault]
    return () => {
      faults = faults.filter((other) => other !== fault)
    }
  }
  return {
    refuseNext: (command, error = new OffhookError('refused'), { by } = {}) =>
      add({ command, by, outcome: () => Promise.reject(error) }),
    silenceNext(command, { by } = {}) {
      const { promise, resolve } = promiseOf()
      const remove = add({ command, by, outcome: () => promise })
      return () => {
        remove()
        resolve()
      }
    },
    pass({ type, by }, carry) {
      const fault = faults.find((one) => one.command === type && (one.by ?? by) === by)
      if (fault === undefined) return carry()
      faults = faults.filter((other) => other !== fault)
      return fault.outcome().then(carry)
    },
  }
}

function promiseOf() {
  let resolve = () => {}
  const promise = new Promise<void>((resolved) => {
    resolve = resolved
  })
  return { promise, resolve }
}
