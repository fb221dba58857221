import { OffhookError } from '../errors.ts'
import type { Call } from './call.ts'
import { createCalls } from './calls.ts'
import type { CallSignal, IncomingCall } from './signal.ts'
import type { CallCommand, CallId, CallSink, CallTransport } from './transport.ts'

/** A command the network has not answered yet. */
export interface Waiting {
  readonly id: CallId
  readonly command: CallCommand
  /** Says that it was handed over, and brings the news that makes it true. */
  obey(): void
  /** Says that it was handed over, and nothing more. */
  accept(): void
  refuse(error?: unknown): void
}

type CommandName = CallCommand['type']

const truth: Partial<Record<CommandName, CallSignal>> = {
  answer: { type: 'connected' },
  hold: { type: 'held' },
  resume: { type: 'resumed' },
  hangUp: { type: 'ended', reason: 'hung-up', by: 'me' },
  decline: { type: 'ended', reason: 'declined', by: 'me' },
  transfer: { type: 'transferred' },
  mute: { type: 'muted', muted: true },
  unmute: { type: 'muted', muted: false },
}

/** For the tests beside it: a network that obeys, except where the test says that it hesitates or refuses. */
export function createFakeNetwork() {
  let sink: CallSink | undefined
  const sent: string[] = []
  const commands: CallCommand[] = []
  const waiting: Waiting[] = []
  const hesitant = new Set<CommandName>()
  const refusals = new Map<CommandName, unknown>()
  const signal = (id: CallId, news: CallSignal) => sink?.signal(id, news)

  const send = (id: CallId, command: CallCommand) =>
    new Promise<void>((resolve, reject) => {
      sent.push(`${id} ${command.type}`)
      commands.push(command)
      const done = (run: () => void) => () => {
        const at = waiting.indexOf(one)
        if (at >= 0) waiting.splice(at, 1)
        run()
      }
      const one: Waiting = {
        ...{ id, command },
        accept: done(resolve),
        obey: done(() => {
          resolve()
          const news = truth[command.type]
          if (news !== undefined) signal(id, news)
        }),
        refuse: (error = new OffhookError('refused')) => done(() => reject(error))(),
      }
      waiting.push(one)
      if (refusals.has(command.type)) {
        const error = refusals.get(command.type)
        refusals.delete(command.type)
        one.refuse(error)
      } else if (!hesitant.has(command.type)) Promise.resolve().then(one.obey)
    })

  const transport: CallTransport = {
    open(given) {
      sink = given
      return () => {
        sink = undefined
      }
    },
    send,
  }
  return {
    transport,
    /** What was sent, as `id command`. */
    sent,
    commands,
    waiting,
    signal,
    incoming: (id: CallId, call: IncomingCall = { remote: { number: '201' } }) => sink?.incoming(id, call),
    ended: (id: CallId) => signal(id, { type: 'ended', reason: 'hung-up', by: 'them' }),
    /** From now on the network waits with these commands until the test decides. */
    hesitate: (...names: CommandName[]) => void names.map((name) => hesitant.add(name)),
    /** From now on the network obeys again. */
    obey: () => hesitant.clear(),
    refuseNext: (name: CommandName, error: unknown = new OffhookError('refused')) => void refusals.set(name, error),
    /** The oldest command of that name that waits. */
    next(name: CommandName): Waiting {
      const found = waiting.find(({ command }) => command.type === name)
      if (found === undefined) throw new Error(`No ${name} waits; sent: ${sent.join(', ')}`)
      return found
    },
  }
}

/** A calls slice on a fake network at a clock that stands still, and what it told. */
export function createStage() {
  const network = createFakeNetwork()
  const told: string[] = []
  let now = 1_000
  let count = 0
  const clock = {
    now: () => now,
    after: () => () => {},
    advance: (ms: number) => {
      now += ms
    },
  }
  const emit = (name: string, { id }: Call, command?: string, _?: unknown) =>
    void told.push([name, id, command].join(' ').trim())
  const { calls, close } = createCalls(network.transport, { clock, emit, createId: () => `out${++count}` })

  const ring = (id = 'in', call?: IncomingCall): Call => {
    network.incoming(id, call)
    return known(calls.get(id))
  }
  const connect = async (id = 'in'): Promise<Call> => {
    const call = ring(id)
    await call.answer()
    return call
  }
  const dialUp = async (target = '303'): Promise<Call> => {
    const call = calls.dial(target)
    await quiet()
    network.signal(call.id, { type: 'connected' })
    await quiet()
    return call
  }
  return { network, clock, told, calls, close, ring, connect, dialUp }
}

/** A call in progress with a colleague consulted about it; `answer` lets the colleague answer. */
export async function createConsulting() {
  const stage = createStage()
  const original = await stage.connect('a')
  await quiet()
  const consultation = original.consult('303')
  await quiet()
  const { colleague } = consultation
  const answer = async () => {
    stage.network.signal(colleague.id, { type: 'connected' })
    await quiet()
  }
  const status = () => consultation.getSnapshot().status
  return { ...stage, original, consultation, colleague, answer, status }
}

/** Lets everything that can happen now happen. */
export const quiet = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))

/** The statuses of some calls. */
export const statuses = (...calls: readonly Call[]) => calls.map((call) => call.getSnapshot().status)

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('That call is not there.')
  return value
}
