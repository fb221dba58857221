import {
  type IncomingRegisterRequest,
  type IncomingRequestMessage,
  NameAddrHeader,
  type URI,
} from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import type { Person } from '../people/people.ts'
import { type DeviceDescription, describeDevice } from './device.ts'
import { decoded, warning } from './headers.ts'
import type { Line } from './line.ts'
import { everyContactHost } from './message.ts'
import type { Admitted } from './receiver.ts'

/** Where a person can be rung. */
export interface Contact {
  readonly line: Line
  readonly uri: URI
  readonly device: RegisteredDevice
}

/** The device behind a contact. */
export interface RegisteredDevice extends DeviceDescription {
  /** What tells it from the other devices of its person: its own instance id, or else its name. */
  readonly instance: string
}

/** Which devices of whom are reachable (RFC 3261, section 10.3). */
export interface Registrar {
  readonly count: number
  register(admitted: Admitted<IncomingRegisterRequest>): void
  contactsOf(person: Person): readonly Contact[]
  /** The device that a person has registered on a line. */
  deviceOn(line: Line, person: Person): RegisteredDevice | undefined
  /** Takes the devices away that signed in with what a session was given. */
  endSession(session: string): void
  dispose(): void
}

interface Binding extends Contact {
  readonly key: string
  readonly instance: string | undefined
  readonly session: string | undefined
  readonly person: Person
  readonly parameters: string
  readonly expiresAt: number
  release(): void
}

interface Wish {
  readonly header: NameAddrHeader
  readonly seconds: number
}

/** The limits of a registration. */
export interface RegistrarOptions {
  readonly clock: Clock
  readonly minSeconds: number
  readonly maxSeconds: number
  readonly maxContacts: number
  /** Other devices of somebody can be reached now. */
  changed?(person: Person, devices: readonly RegisteredDevice[]): void
}

const defaultSeconds = 600

/** A registrar that keeps contacts in memory, each on the line it came in on. */
export function createRegistrar(options: RegistrarOptions): Registrar {
  const { clock, minSeconds, maxSeconds, maxContacts } = options
  const bindings = new Map<string, Map<string, Binding>>()

  const bindingsOf = (person: Person) => bindings.get(person.user) ?? new Map<string, Binding>()

  const tell = (person: Person) =>
    options.changed?.(
      person,
      [...bindingsOf(person).values()].map(({ device }) => device),
    )

  const remove = (person: Person, binding: Binding) => {
    binding.release()
    const own = bindingsOf(person)
    if (own.get(binding.key) === binding) own.delete(binding.key)
    if (own.size === 0) bindings.delete(person.user)
  }

  const lose = (person: Person, binding: Binding) => {
    remove(person, binding)
    tell(person)
  }

  const add = ({ person, line, session, request }: Admitted<IncomingRegisterRequest>, { header, seconds }: Wish) => {
    const key = keyOf(header, line)
    for (const old of [...bindingsOf(person).values()]) {
      // a reloaded page is the same device on a new socket
      if (isMeant(header, old, line)) remove(person, old)
    }
    const stops = [
      // who has no socket cannot be rung, even when its calls are still kept
      line.onDisconnected(() => lose(person, binding)),
      clock.after(seconds * 1000, () => lose(person, binding)),
    ]
    const described = describeDevice(line.userAgent, request.message.getHeader('user-agent'))
    const binding: Binding = {
      key,
      line,
      uri: header.uri,
      instance: instanceOf(header),
      device: { ...described, instance: deviceIdOf(header) ?? described.name },
      session,
      person,
      parameters: echoedParameters(header),
      expiresAt: clock.now() + seconds * 1000,
      release: () => stops.forEach((stop) => void stop()),
    }
    bindings.set(person.user, bindingsOf(person).set(key, binding))
  }

  const listed = (person: Person) =>
    [...bindingsOf(person).values()].map(({ uri, parameters, expiresAt }) => {
      const left = Math.max(0, Math.round((expiresAt - clock.now()) / 1000))
      return `Contact: <${uri.toRaw()}>${parameters};expires=${left}`
    })

  const carryOut = (admitted: Admitted<IncomingRegisterRequest>, wishes: readonly Wish[]) => {
    const { person, line, request } = admitted
    const own = [...bindingsOf(person).values()]
    for (const wish of wishes) {
      if (wish.seconds > 0) add(admitted, wish)
      else for (const binding of own) if (isMeant(wish.header, binding, line)) remove(person, binding)
    }
    request.accept({
      statusCode: 200,
      extraHeaders: [...listed(person), `Date: ${new Date(clock.now()).toUTCString()}`],
    })
    if (wishes.length > 0) tell(person)
  }

  return {
    get count() {
      return [...bindings.values()].reduce((sum, own) => sum + own.size, 0)
    },
    register(admitted) {
      const { request, person, line } = admitted
      if (!namesPerson(request.message, person)) {
        return void request.reject({ statusCode: 403, extraHeaders: [warning('To is not the person who signed in')] })
      }
      const wishes = readWishes(request.message, maxSeconds)
      if (!wishes) return void request.reject({ statusCode: 400 })
      if (wishes.some(({ seconds }) => seconds > 0 && seconds < minSeconds)) {
        return void request.reject({ statusCode: 423, extraHeaders: [`Min-Expires: ${minSeconds}`] })
      }
      const own = [...bindingsOf(person).values()]
      const added = wishes.filter((wish) => wish.seconds > 0 && !own.some((it) => isMeant(wish.header, it, line)))
      if (added.length > 0 && own.length + added.length > maxContacts) {
        return void request.reject({ statusCode: 403, extraHeaders: [warning('Too many devices are signed in')] })
      }
      carryOut(admitted, wishes)
    },
    contactsOf: (person) => [...bindingsOf(person).values()],
    deviceOn: (line, person) => [...bindingsOf(person).values()].find((it) => it.line === line)?.device,
    endSession(session) {
      const all = [...bindings.values()].flatMap((own) => [...own.values()])
      for (const binding of all) if (binding.session === session) lose(binding.person, binding)
    },
    dispose() {
      for (const own of bindings.values()) for (const binding of own.values()) binding.release()
      bindings.clear()
    },
  }
}

/** Every contact of a REGISTER with the seconds it asks for; nothing when one cannot be read. */
function readWishes(message: IncomingRequestMessage, maxSeconds: number): Wish[] | undefined {
  const general = message.getHeader('expires')
  const wishes: Wish[] = []
  for (const index of message.getHeaders('contact').keys()) {
    const header: unknown = message.parseHeader('contact', index)
    if (!(header instanceof NameAddrHeader)) return undefined
    const asked = header.getParam('expires') ?? general ?? String(defaultSeconds)
    if (!/^\d{1,10}$/.test(asked.trim())) return undefined
    const everything = header.uri.host === everyContactHost
    if (everything && Number(asked) !== 0) return undefined
    wishes.push({ header, seconds: Math.min(Number(asked), maxSeconds) })
  }
  return wishes
}

function namesPerson(message: IncomingRequestMessage, person: Person): boolean {
  const user = decoded(message.to.uri.user)?.toLowerCase()
  return user === person.user || user === person.extension
}

const keyOf = (header: NameAddrHeader, line: Line) => `${line.id} ${header.uri.toString()}`

const instanceOf = (header: NameAddrHeader) => {
  const instance = header.getParam('+sip.instance')
  return instance ? `${instance} ${header.getParam('reg-id') ?? ''}` : undefined
}

/** What a device says of itself for good (RFC 5626, section 4.1). */
const deviceIdOf = (header: NameAddrHeader) =>
  header
    .getParam('+sip.instance')
    ?.replace(/^"?<?|>?"?$/g, '')
    .slice(0, 200)

function isMeant(header: NameAddrHeader, binding: Binding, line: Line): boolean {
  if (header.uri.host === everyContactHost) return true
  const instance = instanceOf(header)
  if (instance !== undefined && binding.instance === instance) return true
  return binding.key === keyOf(header, line)
}

/** The parameters of a contact that its owner wants to see again in the answer. */
function echoedParameters(header: NameAddrHeader): string {
  return ['+sip.instance', 'reg-id']
    .map((name) => [name, header.getParam(name)] as const)
    .map(([name, value]) => (value ? `;${name}=${value}` : ''))
    .join('')
}
