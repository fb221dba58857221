import { expect } from 'vitest'
import { offer } from '../descriptions.ts'
import { called, eventually, type Fault } from '../scene.ts'

const silent = { REGISTER: () => {} }
const statusOf = (scene: Parameters<Fault['play']>[0]) => scene.phone.tell('connection')

const offline = (fault: Omit<Fault, 'isOffline'>): Fault => ({ ...fault, isOffline: true })

export const socketFaults: readonly Fault[] = [
  offline({
    name: 'a socket that opens and says nothing: given up after 8 seconds and tried again, until told to disconnect',
    haste: 20,
    inEveryBrowser: true,
    exchange: { manners: silent },
    async play(scene) {
      const { phone, exchange } = scene
      const connected = phone.tell('connect')
      await exchange.line()
      await exchange.line()
      await eventually(async () =>
        expect(await statusOf(scene)).toMatchObject({ status: 'reconnecting', reason: 'silent' }),
      )
      expect((await phone.tell('disconnect')).code).toBe('done')
      expect((await connected).code).toBe('offline')
      expect(await statusOf(scene)).toEqual({ status: 'offline' })
    },
  }),
  offline({
    name: 'a socket that never opens: given up after 5 seconds and tried again',
    haste: 20,
    exchange: { opening: 'endless' },
    async play(scene) {
      const { phone, exchange } = scene
      void phone.tell('connect')
      await eventually(async () => expect(await exchange.opened()).toBeGreaterThan(1))
      expect(await statusOf(scene)).toMatchObject({ reason: 'unreachable' })
      await phone.tell('disconnect')
    },
  }),
  offline({
    name: 'a socket that is refused: tried again with growing pauses',
    haste: 20,
    exchange: { opening: 'refused' },
    async play(scene) {
      const { phone, exchange } = scene
      void phone.tell('connect')
      await eventually(async () => expect(await exchange.opened()).toBeGreaterThan(2))
      expect(await statusOf(scene)).toMatchObject({ reason: 'unreachable' })
      await phone.tell('disconnect')
    },
  }),
  offline({
    name: 'a socket that closes while we register: tried again at once, not after the silence',
    exchange: { manners: silent },
    async play(scene) {
      const { phone, exchange } = scene
      void phone.tell('connect')
      const first = await exchange.line()
      await eventually(async () => expect(await first.lastOf('REGISTER')).toBeDefined())
      first.drop()
      await exchange.line()
      expect(await statusOf(scene)).toMatchObject({ reason: 'closed' })
      await phone.tell('disconnect')
    },
  }),
  offline({
    name: 'disconnecting while the socket opens: no socket and no registration afterwards',
    exchange: { opening: 'polite', manners: silent },
    async play(scene) {
      const { phone, exchange } = scene
      const connected = phone.tell('connect')
      const over = phone.tell('disconnect')
      expect((await over).code).toBe('done')
      expect((await connected).code).toBe('offline')
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(await exchange.living()).toBe(0)
      expect(await statusOf(scene)).toEqual({ status: 'offline' })
    },
  }),
  offline({
    name: 'closing the phone while the socket opens: no socket afterwards',
    async play(scene) {
      const { phone, exchange } = scene
      const connected = phone.tell('connect')
      await phone.tell('close')
      expect((await connected).code).not.toMatch(/done|untyped/)
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(exchange.living()).toBe(0)
    },
  }),
  offline({
    name: 'disconnecting while we register, and connecting again: online once, with one socket',
    exchange: {
      manners: {
        REGISTER: (line, asked) =>
          void setTimeout(() => line.reply(asked, 200, { headers: [`Contact: ${asked.header('Contact')}`] }), 200),
      },
    },
    async play(scene) {
      const { phone, exchange } = scene
      const first = phone.tell('connect')
      await exchange.line()
      await phone.tell('disconnect')
      expect((await first).code).toBe('offline')
      expect((await phone.tell('connect')).code).toBe('done')
      expect(await exchange.living()).toBe(1)
      await phone.tell('disconnect')
    },
  }),
  ...[401, 403, 404, 407].map((status) =>
    offline({
      name: `a registrar that answers ${status} for ever: refused for good, and the socket is closed`,
      exchange: {
        manners: {
          REGISTER: (line, asked) =>
            line.reply(asked, status, {
              headers: [
                `${status === 407 ? 'Proxy' : 'WWW'}-Authenticate: Digest realm="scripted", nonce="n${Math.random()}"`,
              ],
            }),
        },
      },
      async play(scene) {
        const { phone, exchange } = scene
        expect(await phone.tell('connect')).toMatchObject({ code: 'bad-credentials' })
        await eventually(async () => expect(await exchange.living()).toBe(0))
      },
    }),
  ),
  offline({
    name: 'a registrar that challenges with an algorithm nobody knows: refused for good, and said why',
    exchange: {
      manners: {
        REGISTER: (line, asked) =>
          line.reply(asked, 401, {
            headers: ['WWW-Authenticate: Digest realm="scripted", nonce="n", algorithm=ROT13'],
          }),
      },
    },
    async play({ phone }) {
      const outcome = await phone.tell('connect')
      expect(outcome.code).toBe('unsupported')
      expect(outcome.message).toContain('ROT13')
    },
  }),
  ...[500, 503, 302].map((status) =>
    offline({
      name: `a registrar that answers ${status} at first: tried again, and online`,
      haste: 5,
      exchange: {
        manners: {
          REGISTER(line, asked) {
            const isFirst = asked.header('CSeq').startsWith('1 ') || !tried.delete(status)
            if (isFirst) tried.add(status)
            line.reply(asked, isFirst ? status : 200, { headers: [`Contact: ${asked.header('Contact')}`] })
          },
        },
      },
      async play({ phone }) {
        expect((await phone.tell('connect')).code).toBe('done')
        await phone.tell('disconnect')
      },
    }),
  ),
  offline({
    name: 'a registrar that wants a longer registration (423): it gets one, and we are online',
    exchange: {
      manners: {
        REGISTER(line, asked) {
          const contact = asked.header('Contact')
          const expires = Number(/expires=(\d+)/.exec(contact)?.[1])
          if (expires > 0 && expires < 1_800) line.reply(asked, 423, { headers: ['Min-Expires: 1800'] })
          else line.reply(asked, 200, { headers: [`Contact: ${contact}`] })
        },
      },
    },
    async play({ phone }) {
      expect((await phone.tell('connect')).code).toBe('done')
      await phone.tell('disconnect')
    },
  }),
  offline({
    name: 'a registrar that forgets to say how long: we are online all the same',
    exchange: { manners: { REGISTER: (line, asked) => line.reply(asked, 200) } },
    async play({ phone }) {
      expect((await phone.tell('connect')).code).toBe('done')
      await phone.tell('disconnect')
    },
  }),
  {
    name: 'garbage on the socket, and half messages: passed over, the phone goes on',
    inEveryBrowser: true,
    async play(scene) {
      const { line } = scene
      const talk = await called(scene)
      const whole = line.invite({ body: offer() }).text
      await line.take(180)
      const garbage = [
        ...[
          '\r\n\r\n',
          '\r\n',
          '',
          ' ',
          'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
          'SIP/2.0\r\n\r\n',
          'SIP/2.0 200 OK\r\n\r\n',
          '\0'.repeat(64),
        ],
        ...[whole.slice(0, 40), whole.slice(0, whole.length / 2), whole.slice(0, whole.indexOf('\r\n\r\n') + 2)],
        ...['From', 'To', 'Via', 'Call-ID', 'CSeq', 'Contact'].map((name) => changed(whole, name, undefined)),
        ...['From', 'To', 'Via', 'Call-ID', 'CSeq', 'Contact', 'Content-Length'].map((name) =>
          changed(whole, name, ';;<>"'),
        ),
        ...['BYE', 'ACK', 'CANCEL', 'INFO', 'PRACK', 'UPDATE', 'NOSUCH', 'OPTIONS'].map((method) =>
          whole
            .replace(/^INVITE/, method)
            .replace(/CSeq: 1 INVITE/, `CSeq: 1 ${method}`)
            .replace(/branch=\S+/, `branch=z9hG4bK${method}`),
        ),
        new Uint8Array([0xff, 0xfe, 0, 1, 2, 3, 0xc3, 0x28]),
        'x'.repeat(1_000_000),
      ]
      for (const piece of garbage) line.say(piece)
      await line.final(line.askOutside('OPTIONS'))
      await scene.phone.tell('close')
      await line.take('BYE')
      expect(talk.id).not.toBe('')
    },
  },
  {
    name: 'a message in a binary frame: read like any other',
    async play({ phone, line }) {
      const first = line.invite({ body: offer() })
      await line.take(180)
      const id = await phone.tell('ringing')
      line.say(
        new TextEncoder().encode(
          first.text
            .replace(/^INVITE/, 'CANCEL')
            .replace(/CSeq: 1 INVITE/, 'CSeq: 1 CANCEL')
            .replace(/Content-[\s\S]*/, '\r\n')
            .trimEnd()
            .concat('\r\nContent-Length: 0\r\n\r\n'),
        ),
      )
      await phone.tell('until', id, 'ended')
    },
  },
]

const tried = new Set<number>()

/** The message with another value in a header, or without it. */
function changed(text: string, name: string, value: string | undefined): string {
  const line = new RegExp(`^${name}:.*\\r\\n`, 'm')
  return text.replace(line, value === undefined ? '' : `${name}: ${value}\r\n`)
}
