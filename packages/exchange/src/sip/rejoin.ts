import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Person } from '../people/people.ts'
import type { LineEnd, Send } from './line.ts'
import type { Elsewhere, Known } from './receiver.ts'

/** What a socket needs to speak for lines whose own socket went. */
export interface RejoinOptions {
  /** Every line of the exchange. */
  readonly lines: ReadonlySet<LineEnd>
  send: Send
  /** Whose dialog a request is in. */
  ownerOf(message: IncomingRequestMessage): Person | undefined
}

/** The lines that a socket speaks for beside its own. */
export interface Rejoin {
  elsewhere(received: Known): Elsewhere | undefined
  /** The socket is gone. */
  disconnected(): void
}

/**
 * A phone whose socket went goes on with its calls on another one (RFC 5626 has no word for it): the first request in one of
 * its dialogs, with the password, makes this socket speak for the line of that dialog.
 */
export function createRejoin({ lines, send, ownerOf }: RejoinOptions): Rejoin {
  const joined = new Set<LineEnd>()

  const join = (received: Extract<Known, { kind: 'request' }>): Elsewhere | undefined => {
    const { message } = received
    // an ACK cannot be answered, and so not be asked for a password
    if (!message.toTag || message.method === 'ACK') return undefined
    const end = [...lines].find(({ knows }) => knows(received))
    const owner = end && ownerOf(message)
    if (!end || !owner) return undefined
    return {
      owner,
      take(first) {
        joined.add(end)
        end.attach(send)
        end.take(first)
      },
    }
  }

  return {
    elsewhere(received) {
      const known = [...joined].find(({ knows }) => knows(received))
      if (known) return { take: known.take }
      return received.kind === 'request' ? join(received) : undefined
    },
    disconnected() {
      for (const end of joined) end.disconnected(send)
    },
  }
}
