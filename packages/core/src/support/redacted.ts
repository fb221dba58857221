import type { CallEnd, CallSignal, IncomingCall, Party, ResumedCall } from '../call/signal.ts'
import type { CallCommand, TransferTarget } from '../call/transport.ts'
import type { DialTarget } from '../kernel/number.ts'

/** Puts the same made-up name and number in the place of each real one; who hears of one bundle learns nothing of another. */
export interface Disguise {
  incoming<T extends IncomingCall | ResumedCall>(call: T): T
  signal(signal: CallSignal): CallSignal
  command(command: CallCommand): CallCommand
}

/** Makes a disguise; its numbers begin with 9001 and can be dialled. */
export function createDisguise(): Disguise {
  const numbers = createAliases((at) => `${9000 + at}`)
  const names = createAliases((at) => `Party ${at}`)

  const party = ({ name, number }: Party): Party => ({
    ...(name === undefined ? {} : { name: names(name) }),
    ...(number === undefined ? {} : { number: numbers(number) }),
  })
  const target = ({ dial, extension }: DialTarget): DialTarget => {
    const alias = numbers(dial)
    const digits = extension === undefined ? {} : { extension: blank(extension) }
    return { kind: 'internal', dial: alias, text: alias, ...digits }
  }
  const transferTo = (to: TransferTarget): TransferTarget =>
    to.kind === 'call' ? to : { kind: 'number', target: target(to.target) }

  return {
    incoming: (call) => ({
      ...call,
      remote: party(call.remote),
      ...(call.dialled === undefined ? {} : { dialled: numbers(call.dialled) }),
      ...(call.via === undefined ? {} : { via: call.via.map(party) }),
    }),
    signal(signal) {
      if (signal.type === 'remote') return { ...signal, remote: party(signal.remote) }
      return signal.type === 'ended' ? { ...signal, ...withoutText(signal) } : signal
    },
    command(command) {
      if (command.type === 'sendDigits') return { ...command, digits: blank(command.digits) }
      if (command.type === 'transfer') return { ...command, to: transferTo(command.to) }
      if (command.type !== 'dial') return command
      const { callerId } = command.options
      const options = callerId === undefined ? {} : { callerId: numbers(callerId) }
      return { type: 'dial', target: target(command.target), options }
    },
  }
}

function createAliases(aliasOf: (at: number) => string): (real: string) => string {
  const known = new Map<string, string>()
  return (real) => {
    const alias = known.get(real) ?? aliasOf(known.size + 1)
    known.set(real, alias)
    return alias
  }
}

/** As many digits, none of them told. */
const blank = (digits: string) => digits.replace(/[^,]/g, '0')

/** What an exchange says of an end in its own words may name anybody. */
function withoutText({ reason, by, detail }: CallEnd): CallEnd {
  if (detail === undefined) return { reason, by }
  const { text: _, ...codes } = detail
  return { reason, by, detail: codes }
}
