import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { Letter, Mail } from '../mail/mail.ts'
import type { StoredPerson } from '../store/people.ts'
import type { Store } from '../store/store.ts'

/** What reset letters are sent with. */
export interface ResetWorld {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly mail: Mail
}

/** Sends links for new passwords. */
export interface Resets {
  /** Sends a letter where somebody has this address; says nothing of whether somebody has. */
  request(email: string, pageUrl: string): void
  /** Resolves when no letter is under way any more. */
  idle(): Promise<void>
}

const codeBytes = 32
const lifetimeMs = 3_600_000
// a letter a minute is enough for anybody, and their mailbox is not somebody else's to fill
const restMs = 60_000

/** Makes codes that are good once and for an hour, and sends them. */
export function createResets({ store, clock, logger, mail }: ResetWorld): Resets {
  const underway = new Set<Promise<void>>()

  const send = async (email: string, pageUrl: string) => {
    const isTooSoon = (await store.attempts.pace(`letter ${email}`, { everyMs: restMs, burstMs: restMs })) > 0
    if (isTooSoon) return
    const person = await store.people.byEmail(email)
    if (!person) return
    const code = randomBytes(codeBytes).toString('base64url')
    const expiresAt = clock.now() + lifetimeMs
    await store.transaction(({ sessions }) => sessions.startReset(person.id, { code, expiresAt }))
    await mail.send(letterTo(person, `${pageUrl}/#reset=${code}`))
  }

  return {
    request(email, pageUrl) {
      const sending = send(email, pageUrl).catch(() => logger.warn('reset letter not sent'))
      underway.add(sending)
      void sending.then(() => underway.delete(sending))
    },
    async idle() {
      await Promise.all(underway)
    },
  }
}

const dutch = {
  subject: 'Een nieuw wachtwoord',
  text: (name: string, link: string) =>
    `Dag ${name},\n\nMet deze link kies je een nieuw wachtwoord. Hij werkt één keer, en een uur lang:\n\n${link}\n\n` +
    'Heb je dit niet gevraagd? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.\n',
}

const english = {
  subject: 'A new password',
  text: (name: string, link: string) =>
    `Hello ${name},\n\nWith this link you choose a new password. It works once, for an hour:\n\n${link}\n\n` +
    'If you did not ask for this there is nothing to do: your password stays as it is.\n',
}

function letterTo({ name, email, language }: StoredPerson, link: string): Letter {
  const { subject, text } = language.toLowerCase().startsWith('nl') ? dutch : english
  return { to: email, subject, text: text(name, link) }
}
