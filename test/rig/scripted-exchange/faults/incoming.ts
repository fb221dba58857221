import { expect } from 'vitest'
import { answerTo, offer } from '../descriptions.ts'
import { dialled, endOf, eventually, type Fault, ringing } from '../scene.ts'

/** Names as they stand in From, and as a person may read them. */
const names: readonly (readonly [what: string, from: string, shown: { name?: string; number?: string }])[] = [
  [
    'quotes',
    '"Ada \\"the Countess\\" Lovelace" <sip:205@x.invalid>',
    { name: 'Ada "the Countess" Lovelace', number: '205' },
  ],
  [
    'angle brackets',
    '"<script>alert(1)</script>" <sip:205@x.invalid>',
    { name: '<script>alert(1)</script>', number: '205' },
  ],
  ['emoji', '"Ada 👩‍💻🇳🇱" <sip:205@x.invalid>', { name: 'Ada 👩‍💻🇳🇱', number: '205' }],
  ['right-to-left marks', '"Ada \u202e54321\u202c\u200f" <sip:205@x.invalid>', { name: 'Ada 54321', number: '205' }],
  [
    'a name of ten thousand letters',
    `"${'A'.repeat(10_000)}" <sip:205@x.invalid>`,
    { name: 'A'.repeat(128), number: '205' },
  ],
  ['no name and no number', '<sip:anonymous@anonymous.invalid>', {}],
  ['a name for somebody anonymous', '"Anonymous" <sip:anonymous@anonymous.invalid>', {}],
  ['an escaped number', '<sip:%2b31201234567@x.invalid>', { number: '+31201234567' }],
  ['a number with a line break in it', '<sip:20%0d%0a5@x.invalid>', { number: '205' }],
]

/** What a person may paste into a dial field. */
const dialStrings: readonly (readonly [what: string, typed: string, sent: string | undefined])[] = [
  ['spaces', ' 020 123 45 67 ', '+31201234567'],
  ['letters', 'call me maybe', undefined],
  ['CR LF', '202\r\nX-Evil: yes\r\n\r\n', undefined],
  ['a CR LF that is escaped', 'sip:202%0d%0aX-Evil:%20yes', undefined],
  [';', '202;method=REGISTER', undefined],
  ['@evil', '202@evil', '202@evil'],
  ['@evil and headers', '202@evil?Replaces=1', undefined],
  ['10,000 characters', '2'.repeat(10_000), undefined],
  ['a feature code', '*21*0201234567#', '*21*0201234567%23'],
  ['nothing', '', undefined],
]

export const incomingFaults: readonly Fault[] = [
  ...names.map(
    ([what, from, shown]): Fault => ({
      name: `a display name with ${what}: the phone rings, and what is shown can be trusted`,
      async play(scene) {
        const { phone, line } = scene
        const invite = line.invite({ body: offer(), from })
        await line.take(180)
        const id = await phone.tell('ringing')
        const { remote } = await phone.tell('snapshot', id)
        expect(remote).toMatchObject(shown)
        if (shown.number === undefined && shown.name === undefined) expect(remote).toEqual({})
        line.cancel(invite)
        await phone.tell('until', id, 'ended')
      },
    }),
  ),
  ...dialStrings.map(
    ([what, typed, sent]): Fault => ({
      name: `a dial string with ${what}: ${sent === undefined ? 'a typed error, and nothing leaves' : 'only what it says leaves'}`,
      async play({ phone, line }) {
        const { code, id } = await phone.tell('dial', typed)
        if (sent === undefined) {
          expect(code).toBe('bad-number')
          expect(line.untaken()).toEqual([])
          return
        }
        const invite = await line.take('INVITE')
        expect(invite.uri).toMatch(sent.includes('@') ? new RegExp(`^sip:${sent}$`) : /@127\.0\.0\.1$/)
        expect(invite.uri).toContain(sent)
        expect(invite.text).not.toContain('X-Evil')
        line.reply(invite, 404)
        expect(await endOf(phone, id)).toMatchObject({ reason: 'not-found' })
      },
    }),
  ),
  {
    name: 'a name of our own with quotes, angle brackets and line breaks: it stays within its header',
    page: { name: 'Al"ice\\ <sip:boss@x>\r\nX-Evil: yes' },
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      expect(invite.header('X-Evil')).toBe('')
      expect(invite.header('From')).toMatch(/^"(?:[^"\\]|\\.)*" <sip:alice@[^>]*>;tag=/)
      line.reply(invite, 404)
      await phone.tell('until', id, 'ended')
    },
  },
  {
    name: 'an identity that cannot be read, in answers and in changes: the call goes on',
    async play(scene) {
      const { phone, line } = scene
      const headers = ['P-Asserted-Identity: "half a name <sip:>>;;']
      const { id, invite } = await dialled(scene)
      line.reply(invite, 180, { tag: 'one', headers })
      const dialog = line.accept(invite, { tag: 'one', headers, body: answerTo(invite.body) })
      await phone.tell('until', id, 'connected')
      await line.final(line.ask(dialog, 'INVITE', { headers, body: offer() }))
      line.ask(dialog, 'ACK')
      await line.final(line.ask(dialog, 'BYE'))
      await phone.tell('until', id, 'ended')
    },
  },
  {
    name: 'an INVITE flood: so many ring as a person could ever need, the others get busy, and all end',
    inEveryBrowser: true,
    async play({ phone, line }) {
      const invites = Array.from({ length: 100 }, () => line.invite({ body: offer() }))
      const busy = await Promise.all(Array.from({ length: 80 }, () => line.take(486)))
      expect(busy).toHaveLength(80)
      expect(await phone.tell('ringingCount')).toBe(20)
      for (const invite of invites) line.cancel(invite)
      await eventually(async () => expect(await phone.tell('ringingCount')).toBe(0))
    },
  },
  ...(['MESSAGE', 'NOTIFY', 'SUBSCRIBE', 'REGISTER', 'INFO'] as const).map(
    (method): Fault => ({
      name: `a ${method} that nobody asked for: refused`,
      async play({ line }) {
        const { status } = await line.final(
          line.askOutside(method, { headers: ['Event: presence'], body: 'x', type: 'text/plain' }),
        )
        expect(status).toBeGreaterThanOrEqual(400)
      },
    }),
  ),
  {
    name: 'the same INVITE twice: one call rings',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene)
      line.say(invite.text)
      line.say(invite.text.replace(/branch=[^\r;]+/, 'branch=z9hG4bKother'))
      await line.take(482)
      expect(await phone.tell('ringingCount')).toBe(1)
      line.cancel(invite)
      await phone.tell('until', id, 'ended')
    },
  },
]
