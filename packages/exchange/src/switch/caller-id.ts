import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { decoded, parseNameAddr } from '../sip/headers.ts'
import { identityOf } from './attempt.ts'

const choices = ['P-Asserted-Identity', 'P-Preferred-Identity']

/**
 * Who a caller is shown as: the caller id that the INVITE chooses (RFC 3325), or the person's own.
 * Nothing when the choice is not one of the person's.
 */
export function chosenIdentity(person: Person, message: IncomingRequestMessage): Identity | undefined {
  const own = identityOf(person)
  const asked = choices.flatMap((name) => message.getHeaders(name))
  const numbers = asked.map(numberIn)
  const allowed = (number: string | undefined) => {
    if (number === person.user || number === person.extension) return own
    return person.callerIds.find((callerId) => callerId.number === number)
  }
  const identities = numbers.map(allowed)
  if (identities.includes(undefined)) return undefined
  return identities[0] ?? own
}

function numberIn(value: string): string | undefined {
  const telephone = /\btel:([^\s>;,]+)/i.exec(value)?.[1]
  return telephone ?? decoded(parseNameAddr(value)?.uri.user)?.toLowerCase()
}
