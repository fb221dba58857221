import type { AccountTransport, CallRecord } from '@offhook/core'
import type { Office, SimulatedContact } from '@offhook/core/testing'
import { people } from '../colleagues/people.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const external: readonly SimulatedContact[] = [
  contact('ada', 'Ada Lovelace', 'Analytical Engines', ['+31205550142', '+31655501420']),
  contact('grace', 'Grace Hopper', 'Compilers & Zonen', ['+31105550119']),
  contact('joris', 'Joris van der Meer', 'Bakkerij van der Meer', ['+31655501177']),
  contact('noor', 'Noor Öztürk', 'Öztürk Advocaten', ['+31305550133', '+31655501331']),
]

function contact(uid: string, full: string, company: string, numbers: readonly string[]): SimulatedContact {
  return {
    ...{ uid, name: { full }, organizations: [{ name: company }] },
    phones: numbers.map((number) => ({ number, ...(number.startsWith('+316') && { features: ['mobile'] }) })),
    emails: [{ address: `${uid}@example.nl` }],
  }
}

/** Puts something into a simulated office: contacts, statuses, and calls there were. */
export function furnish(office: Office, user: string): void {
  office.directory.publish('external', external)
  office.presence.line('bob', 'in-call')
  office.presence.device('dave', 'offline')
  office.settings.devices(user, [
    { id: 'browser', name: 'Browser', kind: 'browser', state: 'reachable', rings: true },
    {
      id: 'desk',
      name: 'Yealink T54W',
      kind: 'desk-phone',
      state: 'offline',
      rings: true,
      lastSeen: Date.now() - 30 * hourMs,
    },
    { id: 'mobile', name: '+31 6 55501420', kind: 'mobile', state: 'reachable', rings: false },
  ])
  for (const record of records(user)) office.history.happened(user, record)
}

function records(user: string): readonly CallRecord[] {
  const own = { name: people.find((one) => one.user === user)?.name ?? user, number: '201' }
  const kinds = ['missed', 'answered', 'elsewhere', 'answered', 'declined', 'cancelled'] as const
  const others = [
    { number: '+31205550142' },
    { number: '202', name: 'Bob de Vries' },
    { number: '+31405551234' },
    { number: '+31655501331' },
    {},
  ]
  return Array.from({ length: 40 }, (_, at): CallRecord => {
    const kind = kinds[at % kinds.length] ?? 'answered'
    const direction = kind === 'cancelled' || at % 4 === 1 ? 'outgoing' : 'incoming'
    const other = others[at % others.length] ?? {}
    const startedAt = Date.now() - 20 * minuteMs - at * 3.3 * hourMs
    return {
      ...{ id: `past-${at}`, direction, kind, startedAt, via: [], devices: ['Browser'], seen: at > 0 },
      endedAt: startedAt + (at + 1) * 17_000,
      ...(kind === 'answered' && { answeredAt: startedAt + 6_000 }),
      ...(direction === 'incoming' ? { from: other, to: own } : { from: own, to: other }),
    }
  })
}

/** A door at which anybody of the office can sign in; a simulated account is that of one person. */
export function officeDoor(office: Office, entered: (user: string) => void): AccountTransport {
  let current: AccountTransport | undefined
  let stop = () => {}
  let open = (_: AccountTransport) => {}
  return {
    open(sink) {
      open = (transport) => {
        stop()
        stop = transport.open({
          signal(news) {
            // what it says before somebody signs in was said here already
            const isKnown = news.type === 'methods' || (news.type === 'signed-out' && news.reason === 'none')
            if (!isKnown) sink.signal(news)
          },
        })
      }
      const methods = { password: true, reset: true, providers: [{ id: 'entra', name: 'Microsoft' }] }
      Promise.resolve().then(() => {
        sink.signal({ type: 'methods', methods })
        sink.signal({ type: 'signed-out', reason: 'none' })
      })
      return () => stop()
    },
    async send(command) {
      if (command.type === 'signIn') {
        const user = 'email' in command.with ? (command.with.email.split('@')[0] ?? '') : 'alice'
        const known = people.find((one) => one.user === user)?.user ?? 'alice'
        current = office.account.join(known, { signedIn: false })
        open(current)
        await Promise.resolve()
        const credentials = 'email' in command.with ? command.with : { provider: known }
        await current.send({ type: 'signIn', with: credentials })
        return entered(known)
      }
      await (current ?? office.account.join('alice')).send(command)
    },
  }
}
