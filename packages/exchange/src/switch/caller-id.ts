import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { decoded, oneLine, parseNameAddr } from '../sip/headers.ts'
import { identityOf } from './attempt.ts'

const choices = ['P-Asserted-Identity', 'P-Preferred-Identity']

/**
 * Who a caller is shown as: the caller id that the INVITE chooses (RFC 3325), or the person's standard, or themselves.
 * Nothing when the choice is not one of the person's.
 */
export function chosenIdentity(person: Person, message: IncomingRequestMessage): Identity | undefined {
  if (person.isGateway) return outsideIdentity(message)
  const own = identityOf(person)
  const asked = choices.flatMap((name) => message.getHeaders(name))
  const numbers = asked.map(numberIn)
  const allowed = (number: string | undefined) => {
    if (number === person.user || number === person.extension) return own
    return person.callerIds.find((callerId) => callerId.number === number)
  }
  const identities = numbers.map(allowed)
  if (identities.includes(undefined)) return undefined
  return identities[0] ?? person.standard ?? own
}

const longestName = 200

/** Who a gateway says is calling: what it asserts, or else the From; nothing of it is checked, for it is the way in. */
function outsideIdentity(message: IncomingRequestMessage): Identity {
  const [asserted] = message.getHeaders('P-Asserted-Identity').map((value) => parseNameAddr(value))
  const { displayName, uri } = asserted ?? message.from
  const number = decoded(uri.user) ?? ''
  return {
    name: oneLine(displayName ?? '').slice(0, longestName),
    number: /^\+?[0-9*#]{1,32}$/.test(number) ? number : 'anonymous',
  }
}

function numberIn(value: string): string | undefined {
  const telephone = /\btel:([^\s>;,]+)/i.exec(value)?.[1]
  return telephone ?? decoded(parseNameAddr(value)?.uri.user)?.toLowerCase()
}
