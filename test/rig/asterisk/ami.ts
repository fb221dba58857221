import { once } from 'node:events'
import { connect } from 'node:net'
import { createParser, format } from './ami-wire.ts'
import { host } from './setup.ts'

/** A response or an event of the manager interface: its lines by name. */
export type AmiMessage = Readonly<Record<string, string>>

/** An action by its lines; a name with several values is sent once for each. */
export type AmiAction = Readonly<{ Action: string } & Record<string, string | readonly string[]>>

export interface AmiOptions {
  /** Collects events until one for which this is true. */
  until?: (event: AmiMessage) => boolean
  /** How long that may take, in milliseconds; 5000 unless told. */
  timeout?: number
}

export interface AmiAnswer {
  response: AmiMessage
  /** The events since the action was sent; those of a list when it answers with one, none when nothing was waited for. */
  events: readonly AmiMessage[]
}

/** One logged-in connection to the manager interface. */
export interface Ami {
  send(action: AmiAction, options?: AmiOptions): Promise<AmiAnswer>
  /** The events from now on, until one for which `until` is true; throws when that takes longer than `timeout`. */
  events(until: (event: AmiMessage) => boolean, options?: { timeout?: number }): Promise<readonly AmiMessage[]>
  close(): void
}

type Listener = (message: AmiMessage) => void

export async function connectAmi(port: number): Promise<Ami> {
  const socket = connect({ host, port })
  const listeners = new Set<Listener>()
  const losses = new Set<(error: Error) => void>()
  let sent = 0

  socket.setEncoding('utf8')
  socket.on(
    'data',
    createParser((message) => {
      for (const listener of [...listeners]) listener(message)
    }),
  )
  await once(socket, 'connect')
  socket.on('error', () => undefined) // 'close' follows and tells those who wait
  socket.on('close', () => {
    for (const lose of [...losses]) lose(new Error('The AMI connection was closed.'))
  })

  /** Gathers messages until one is the last; whoever waits hears of a closed connection and of time running out. */
  function gather(isLast: (message: AmiMessage) => boolean, what: string, timeout: number) {
    const seen: AmiMessage[] = []
    return new Promise<readonly AmiMessage[]>((resolve, reject) => {
      const finish = (settle: () => void) => {
        listeners.delete(listen)
        losses.delete(lose)
        clearTimeout(timer)
        settle()
      }
      const listen: Listener = (message) => {
        seen.push(message)
        if (isLast(message)) finish(() => resolve(seen))
      }
      const lose = (error: Error) => finish(() => reject(error))
      const names = () => seen.map(({ Event, Response }) => Event ?? Response).join(', ') || 'nothing'
      const timer = setTimeout(() => lose(new Error(`${what}: not within ${timeout} ms; seen: ${names()}`)), timeout)
      listeners.add(listen)
      losses.add(lose)
      if (socket.destroyed) lose(new Error('The AMI connection is closed.'))
    })
  }

  async function send(action: AmiAction, { until, timeout = 5000 }: AmiOptions = {}): Promise<AmiAnswer> {
    const id = String(++sent)
    let response: AmiMessage | undefined
    let found = until === undefined
    const ours = (message: AmiMessage) => message.ActionID === id
    const isLast = (message: AmiMessage) => {
      if (ours(message) && message.Response) response = message
      if (message.Event && until?.(message)) found = true
      if (response?.Response === 'Error') return true
      if (!until && response?.EventList === 'start') return ours(message) && message.EventList === 'Complete'
      return found && response !== undefined
    }
    const gathering = gather(isLast, `AMI ${action.Action}`, timeout)
    socket.write(format({ ...action, ActionID: id }))
    const messages = await gathering
    const events = messages.filter((message) => message.Event && (until !== undefined || ours(message)))
    return { response: response ?? {}, events }
  }

  return {
    send,
    events: async (until, { timeout = 5000 } = {}) =>
      (await gather((message) => message.Event !== undefined && until(message), 'AMI event', timeout)).filter(
        ({ Event }) => Event,
      ),
    close: () => void socket.destroy(),
  }
}
