import { expect } from 'vitest'
import { answerTo, offer, treacherous } from '../descriptions.ts'
import type { Dialog } from '../dialog.ts'
import type { Line } from '../line.ts'
import { tagOf } from '../message.ts'
import { agree, called, dialled, endOf, type Fault, ringing, type Scene, type Talk, theyHangUp } from '../scene.ts'

/** A transfer that is asked for and accepted. */
async function referred(scene: Scene): Promise<Talk & { readonly transfer: Promise<{ code: string }> }> {
  const { phone, line } = scene
  const talk = await called(scene)
  const transfer = phone.tell('transfer', talk.id, '203')
  line.reply(await line.take('REFER'), 202)
  return { ...talk, transfer }
}

function notify(line: Line, dialog: Dialog, body: string, state = 'active;expires=60', type = 'message/sipfrag') {
  line.ask(dialog, 'NOTIFY', { headers: ['Event: refer', `Subscription-State: ${state}`], body, type })
}

const replaces = ({ callId, local, remote }: Dialog) =>
  `Replaces: ${callId};to-tag=${tagOf(remote)};from-tag=${tagOf(local)}`

/** The call is where it was, and can be used. */
async function isBack(scene: Scene, talk: Talk): Promise<void> {
  const { phone, line } = scene
  expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
  const held = phone.tell('give', talk.id, 'hold')
  await agree(line)
  expect((await held).code).toBe('done')
  await theyHangUp(scene, talk)
}

export const transferFaults: readonly Fault[] = [
  {
    name: 'a transfer that succeeds: we hang up on 200, as exchanges expect',
    async play(scene) {
      const { phone, line } = scene
      const { id, dialog, transfer } = await referred(scene)
      notify(line, dialog, 'SIP/2.0 100 Trying')
      notify(line, dialog, 'SIP/2.0 180 Ringing')
      notify(line, dialog, 'SIP/2.0 200 OK', 'terminated;reason=noresource')
      expect((await transfer).code).toBe('done')
      await line.take('BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'transferred', by: 'me' })
    },
  },
  {
    name: 'garbage in the news about a transfer: passed over, and what is said at last counts',
    async play(scene) {
      const { line } = scene
      const { transfer, ...talk } = await referred(scene)
      notify(line, talk.dialog, 'all is well\r\n\0\0')
      notify(line, talk.dialog, '<dialog-info/>', 'active', 'application/dialog-info+xml')
      notify(line, talk.dialog, '', 'pending')
      line.ask(talk.dialog, 'NOTIFY', { headers: ['Event: refer'] })
      notify(line, talk.dialog, 'SIP/2.0 404 Not Found', 'terminated;reason=noresource')
      expect((await transfer).code).toBe('transfer-failed')
      await isBack(scene, talk)
    },
  },
  {
    name: 'news about a transfer that ends without saying how: failed, and the call is back',
    async play(scene) {
      const { line } = scene
      const { transfer, ...talk } = await referred(scene)
      notify(line, talk.dialog, 'SIP/2.0 100 Trying', 'terminated;reason=noresource')
      expect((await transfer).code).toBe('transfer-failed')
      await isBack(scene, talk)
    },
  },
  {
    name: 'a transfer to somebody busy: failed, and the call is back',
    async play(scene) {
      const { line } = scene
      const { transfer, ...talk } = await referred(scene)
      notify(line, talk.dialog, 'SIP/2.0 486 Busy Here', 'terminated;reason=noresource')
      expect((await transfer).code).toBe('transfer-failed')
      await isBack(scene, talk)
    },
  },
  ...[403, 501, 603].map(
    (status): Fault => ({
      name: `a REFER refused with ${status}: failed, and the call is back`,
      async play(scene) {
        const talk = await called(scene)
        const transfer = scene.phone.tell('transfer', talk.id, '203')
        scene.line.reply(await scene.line.take('REFER'), status)
        expect((await transfer).code).toBe('transfer-failed')
        await isBack(scene, talk)
      },
    }),
  ),
  {
    name: 'a REFER that is never answered: failed, and the call is back',
    haste: 20,
    async play(scene) {
      const talk = await called(scene)
      const transfer = scene.phone.tell('transfer', talk.id, '203')
      await scene.line.take('REFER')
      expect((await transfer).code).toBe('transfer-failed')
      await isBack(scene, talk)
    },
  },
  {
    name: 'a REFER that is accepted and never heard of again: failed, and the call is back',
    haste: 20,
    async play(scene) {
      const { transfer, ...talk } = await referred(scene)
      expect((await transfer).code).toBe('transfer-failed')
      await isBack(scene, talk)
    },
  },
  {
    name: 'the other side hangs up while it is transferred: a clean end',
    async play(scene) {
      const { phone } = scene
      const { transfer, ...talk } = await referred(scene)
      await theyHangUp(scene, talk)
      expect((await transfer).code).toBe('call-ended')
      expect(await endOf(phone, talk.id)).toMatchObject({ reason: 'hung-up', by: 'them' })
    },
  },
  {
    name: 'hanging up in the middle of a transfer: a clean end',
    async play(scene) {
      const { phone, line } = scene
      const { id, dialog, transfer } = await referred(scene)
      notify(line, dialog, 'SIP/2.0 180 Ringing')
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      await line.take('BYE')
      expect((await transfer).code).toBe('call-ended')
    },
  },
  {
    name: 'the caller hangs up while handed to a colleague: the call with the colleague goes on',
    haste: 5,
    async play(scene) {
      const { phone, line } = scene
      const caller = await called(scene)
      const { id } = await phone.tell('dial', '203')
      await agree(line)
      const invite = await line.take('INVITE')
      const dialog = line.accept(invite, { body: answerTo(invite.body) })
      await line.take('ACK')
      await phone.tell('until', id, 'connected')
      const transfer = phone.tell('transfer', caller.id, id)
      line.reply(await line.take('REFER'), 202)
      await theyHangUp(scene, caller)
      expect((await transfer).code).toBe('call-ended')
      // longer, in the page's own time, than a colleague who was handed over may stay
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(await phone.tell('snapshot', id)).toMatchObject({ status: 'connected' })
      await theyHangUp(scene, { id, dialog })
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'them' })
    },
  },
  {
    name: 'an attended transfer that takes long: the call with the colleague is not ended before it succeeds',
    haste: 5,
    async play(scene) {
      const { phone, line } = scene
      const caller = await called(scene)
      const { id } = await phone.tell('dial', '203')
      await agree(line)
      const invite = await line.take('INVITE')
      const dialog = line.accept(invite, { body: answerTo(invite.body) })
      await line.take('ACK')
      await phone.tell('until', id, 'connected')
      const transfer = phone.tell('transfer', caller.id, id)
      const asked = await line.take('REFER')
      expect(asked.header('Refer-To')).toContain('Replaces=')
      line.reply(asked, 202)
      notify(line, caller.dialog, 'SIP/2.0 100 Trying')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(await phone.tell('snapshot', id)).toMatchObject({ status: 'connected' })
      notify(line, caller.dialog, 'SIP/2.0 200 OK', 'terminated;reason=noresource')
      expect((await transfer).code).toBe('done')
      line.ask(dialog, 'BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'transferred' })
      await phone.tell('until', caller.id, 'ended')
    },
  },
  {
    name: 'a REFER sent to us in a call: refused, nobody may make this phone dial',
    inEveryBrowser: true,
    async play(scene) {
      const { line } = scene
      const talk = await called(scene)
      line.ask(talk.dialog, 'REFER', { headers: ['Refer-To: <sip:0900999@scripted.invalid>'] })
      await line.take(603)
      line.ask(talk.dialog, 'REFER', { headers: ['Refer-To: <<<"'] })
      await theyHangUp(scene, talk)
      expect(line.untaken().filter(({ method }) => method === 'INVITE')).toEqual([])
    },
  },
  {
    name: 'a REFER sent to us outside a call: refused, nobody may make this phone dial',
    async play({ line }) {
      line.askOutside('REFER', { headers: ['Refer-To: <sip:0900999@scripted.invalid>'] })
      await line.take(405)
      expect(line.untaken()).toEqual([])
    },
  },
  {
    name: 'an INVITE with Replaces for a call that is not ours: 481, and nobody is rung',
    async play({ phone, line }) {
      line.invite({ body: offer(), headers: ['Replaces: nobody;to-tag=1;from-tag=2'] })
      await line.take(481)
      expect(await phone.tell('ringingCount')).toBe(0)
    },
  },
  {
    name: 'an INVITE with a Replaces that nobody can read: 400, and nobody is rung',
    async play({ phone, line }) {
      line.invite({ body: offer(), headers: ['Replaces: ;;;to-tag'] })
      await line.take(400)
      expect(await phone.tell('ringingCount')).toBe(0)
    },
  },
  {
    name: 'an INVITE with Replaces for a call of ours: another session carries it on, and the old one ends',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const invite = line.invite({
        body: offer(),
        headers: [replaces(talk.dialog)],
        from: '"Erin" <sip:205@x.invalid>',
      })
      const dialog = line.acknowledge(invite, await line.take(200))
      await line.take('BYE')
      expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected', remote: { name: 'Erin' } })
      await theyHangUp(scene, { id: talk.id, dialog })
    },
  },
  {
    name: 'an INVITE with Replaces and SDP that cannot be used: refused, and the call is as it was',
    async play(scene) {
      const { line } = scene
      const talk = await called(scene)
      line.invite({ body: treacherous, headers: [replaces(talk.dialog)] })
      await line.take(415)
      await isBack(scene, talk)
    },
  },
  {
    name: 'an INVITE with Replaces for a call that still rings here: 481, nobody answers for the person',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene)
      const to = `to-tag=${tagOf((await lastProvisional(scene)).header('To'))}`
      line.invite({
        body: offer(),
        headers: [`Replaces: ${invite.header('Call-ID')};${to};from-tag=${tagOf(invite.header('From'))}`],
      })
      await line.take(481)
      expect(await phone.tell('snapshot', id)).toMatchObject({ status: 'ringing' })
      line.cancel(invite)
      await phone.tell('until', id, 'ended')
    },
  },
  {
    name: 'an INVITE with Replaces for a call that we still dial: 481, and the call goes on',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 180, { tag: 'one' })
      await phone.tell('until', id, 'alerting')
      const tags = `to-tag=${tagOf(invite.header('From'))};from-tag=one`
      line.invite({ body: offer(), headers: [`Replaces: ${invite.header('Call-ID')};${tags}`] })
      await line.take(481)
      line.reply(invite, 486, { tag: 'one' })
      expect(await endOf(phone, id)).toMatchObject({ reason: 'busy' })
    },
  },
]

/** The tag of our side of a call that rings stands in our 180. */
async function lastProvisional({ line }: Scene) {
  const message = line.lastStatus(180)
  if (message === undefined) throw new Error('Nothing rang.')
  return message
}
