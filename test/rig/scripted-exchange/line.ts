import type { WebSocket } from 'ws'
import {
  type Answer,
  type Callers,
  cancelOf,
  type Dialog,
  dialogOfOurs,
  dialogOfTheirs,
  request,
  requestIn,
  responseTo,
} from './dialog.ts'
import type { Manners } from './exchange.ts'
import { cseqOf, type Extra, type Message, readMessage, tagOf, uriOf, word } from './message.ts'

/** The socket of one phone, message by message. */
export interface Line {
  /** The next message that was not taken yet: by method of a request or code of a response. */
  take(wanted: string | number): Promise<Message>
  /** The final response to a request of ours. */
  final(asked: Message): Promise<Message>
  /** The last request of that method that came, taken or not. */
  lastOf(method: string): Message | undefined
  /** The last response with that code that came, taken or not. */
  lastStatus(status: number): Message | undefined
  /** Where the phone that registered wants to be called. */
  phone(): string
  /** Everything that came and was not taken, without what every phone sends all the while. */
  untaken(): readonly Message[]
  /** Sends anything: whole, half or no message. */
  say(text: string | Uint8Array): void
  reply(asked: Message, status: number, answer?: Answer): void
  /** Answers an INVITE of the phone; the dialog is there to send requests in. */
  accept(invite: Message, answer?: Answer): Dialog
  /** Calls the phone; gives the INVITE that was sent. */
  invite(extra?: Extra & Callers): Message
  /** Acknowledges the phone's answer to our INVITE. */
  acknowledge(invite: Message, response: Message, extra?: Extra): Dialog
  cancel(invite: Message, extra?: Extra): void
  /** Sends a request in a call. */
  ask(dialog: Dialog, method: string, extra?: Extra & { readonly cseq?: number }): Message
  /** Asks the phone something outside a call. */
  askOutside(method: string, extra?: Extra & Callers): Message
  /** Closes the socket without a word. */
  drop(): void
}

const patience = 10_000

const upkeep: ReadonlySet<string | undefined> = new Set(['REGISTER', 'OPTIONS'])

/** Makes a line of a socket. */
export function createLine(socket: WebSocket, manners: Manners): Line {
  const came: Message[] = []
  const inbox: Message[] = []
  const takers = new Set<() => void>()
  let phone = ''

  const line: Line = {
    lastOf: (method) => came.findLast((message) => message.method === method),
    lastStatus: (status) => came.findLast((message) => message.status === status),
    phone: () => phone,
    untaken: () => [...inbox],
    say: (text) => socket.send(text),
    reply: (asked, status, answer) => socket.send(responseTo(asked, status, answer)),
    accept(invite, { tag = word(), ...answer } = {}) {
      socket.send(responseTo(invite, 200, { ...answer, tag }))
      return dialogOfTheirs(invite, tagOf(invite.header('To')) || tag)
    },
    invite: (extra = {}) => line.askOutside('INVITE', extra),
    acknowledge(invite, response, extra) {
      const dialog = dialogOfOurs(invite, response)
      socket.send(requestIn(dialog, 'ACK', extra))
      return dialog
    },
    cancel: (invite, extra) => socket.send(cancelOf(invite, extra)),
    ask(dialog, method, extra) {
      const text = requestIn(dialog, method, extra)
      socket.send(text)
      return readMessage(text)
    },
    askOutside(method, extra) {
      const text = request(method, phone, extra)
      socket.send(text)
      return readMessage(text)
    },
    drop: () => socket.terminate(),
    take: (wanted) => next(String(wanted), ({ method, status }) => method === wanted || status === wanted),
    final: (asked) => next(`answer to ${titleOf(asked)}`, (message) => isFinal(message, asked)),
  }

  const next = (what: string, isWanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve, reject) => {
      const look = () => {
        const index = inbox.findIndex(isWanted)
        const [message] = index < 0 ? [] : inbox.splice(index, 1)
        if (message === undefined) return
        stop()
        resolve(message)
      }
      const stop = () => {
        clearTimeout(timer)
        takers.delete(look)
      }
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`No ${what} came; came: ${came.map(titleOf).join(' | ') || 'nothing'}.`))
      }, patience)
      takers.add(look)
      look()
    })

  socket.on('message', (data) => {
    if (String(data) === '\r\n\r\n') return socket.send('\r\n')
    const message = readMessage(String(data))
    came.push(message)
    if (message.method === 'REGISTER') phone = uriOf(message.header('Contact'))
    // a tab that comes to the front asks whether anybody is there, whatever a story is about
    if (!upkeep.has(message.method)) inbox.push(message)
    manners[message.method ?? '']?.(line, message)
    for (const look of [...takers]) look()
  })
  return line
}

const titleOf = (message: Message) => `${message.method ?? message.status} ${cseqOf(message)}`

const isFinal = (message: Message, asked: Message) =>
  message.status !== undefined && message.status >= 200 && message.header('Via') === asked.header('Via')
