import { expect } from 'vitest'
import { answerTo, offer, treacherous, unreadable } from '../descriptions.ts'
import { agree, called, dialled, endOf, eventually, type Fault, phoneHangsUp, ringing, theyHangUp } from '../scene.ts'

const bad = { 'that is no SDP at all': unreadable, 'that looks like SDP until it is used': treacherous }

const each = (make: (what: string, body: string) => Fault): readonly Fault[] =>
  Object.entries(bad).map(([what, body]) => make(what, body))

export const descriptionFaults: readonly Fault[] = [
  ...each((what, body) => ({
    name: `a 200 with a description ${what}: the call ends as incompatible, and the other side is told`,
    inEveryBrowser: true,
    async play(scene) {
      const { id, invite } = await dialled(scene)
      scene.line.accept(invite, { body })
      await scene.line.take('ACK')
      await scene.line.take('BYE')
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  })),
  {
    name: 'a 200 with no SDP: the call ends as incompatible, and the other side is told',
    async play(scene) {
      const { id, invite } = await dialled(scene)
      scene.line.accept(invite)
      await scene.line.take('ACK')
      await scene.line.take('BYE')
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  {
    name: 'a 200 whose body is something else: the call ends as incompatible',
    async play(scene) {
      const { id, invite } = await dialled(scene)
      scene.line.accept(invite, { body: '<html>Welcome</html>', type: 'text/html' })
      await scene.line.take('BYE')
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  {
    name: 'a call comes in with a description that is no SDP at all: refused with 488, nobody is rung',
    async play({ phone, line }) {
      line.invite({ body: unreadable })
      await line.take(488)
      expect(await phone.tell('ringingCount')).toBe(0)
    },
  },
  {
    name: 'a call comes in that browsers cannot take (no DTLS): refused with 488, nobody is rung',
    async play({ phone, line }) {
      line.invite({
        body: offer()
          .replace(/^a=(?:fingerprint|setup|ice).*\r\n/gm, '')
          .replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'),
      })
      await line.take(488)
      expect(await phone.tell('ringingCount')).toBe(0)
    },
  },
  {
    name: 'a call comes in with a description that looks like SDP until it is used: answering ends it as incompatible',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const { id } = await ringing(scene, { body: treacherous })
      const outcome = await phone.tell('give', id, 'answer')
      expect(outcome.code).not.toMatch(/done|untyped/)
      await line.take(415)
      expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  {
    name: 'a call comes in with no SDP: we offer, and the answer comes with the ACK',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene, { body: '' })
      const given = phone.tell('give', id, 'answer')
      const response = await line.take(200)
      const dialog = line.acknowledge(invite, response, { body: answerTo(response.body, { setup: 'active' }) })
      expect((await given).code).toBe('done')
      await theyHangUp(scene, { id, dialog })
    },
  },
  {
    name: 'a call comes in with no SDP and is never given any: it ends, and the other side is told',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene, { body: '' })
      const given = phone.tell('give', id, 'answer')
      line.acknowledge(invite, await line.take(200))
      await line.take('BYE')
      await given
      expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  {
    name: 'a call comes in with video first: its sound is answered',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const audio = offer()
      const [head = '', sound = ''] = audio.split(/(?=^m=audio)/m)
      const video = sound
        .replace(/^m=audio.*/m, 'm=video 9 UDP/TLS/RTP/SAVPF 96')
        .replace('a=mid:0', 'a=mid:1')
        .replace(/^a=rtpmap.*\r\n/gm, '')
        .concat('a=rtpmap:96 VP8/90000\r\n')
      const { id, invite } = await ringing(scene, { body: head.replace('BUNDLE 0', 'BUNDLE 1 0') + video + sound })
      const given = phone.tell('give', id, 'answer')
      const response = await line.take(200)
      const [, answeredVideo = '', answeredSound = ''] = response.body.split(/^m=/m)
      expect(answeredVideo).not.toMatch(/^a=send/m)
      expect(answeredSound).toMatch(/^a=sendrecv/m)
      const dialog = line.acknowledge(invite, response)
      expect((await given).code).toBe('done')
      expect(await phone.tell('heard')).toContainEqual({ live: 'live', on: true })
      await theyHangUp(scene, { id, dialog })
    },
  },
  {
    name: 'a 183 with no SDP: it rings, and the call goes on',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { tag: 'one' })
      expect(await phone.tell('until', id, 'alerting')).toMatchObject({ earlyMedia: false })
      const dialog = line.accept(invite, { tag: 'one', body: answerTo(invite.body) })
      await phone.tell('until', id, 'connected')
      await theyHangUp(scene, { id, dialog })
    },
  },
  {
    name: 'a 183 with SDP and then other SDP in the 200: the call goes on as first agreed',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { tag: 'one', body: answerTo(invite.body) })
      expect(await phone.tell('until', id, 'alerting')).toMatchObject({ earlyMedia: true })
      line.reply(invite, 180, { tag: 'one' })
      const dialog = line.accept(invite, { tag: 'one', body: answerTo(invite.body, { direction: 'sendonly' }) })
      await phone.tell('until', id, 'connected')
      await theyHangUp(scene, { id, dialog })
    },
  },
  {
    name: 'a 183 with SDP and then a 180 without: early sound goes on being heard',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { tag: 'one', body: answerTo(invite.body) })
      await phone.tell('until', id, 'alerting')
      line.reply(invite, 180, { tag: 'one' })
      line.reply(invite, 183, { tag: 'one', headers: ['P-Asserted-Identity: "Told Last" <sip:777@scripted.invalid>'] })
      await eventually(async () =>
        expect(await phone.tell('snapshot', id)).toMatchObject({ remote: { number: '777' } }),
      )
      expect(await phone.tell('snapshot', id)).toMatchObject({ status: 'alerting', earlyMedia: true })
      line.reply(invite, 486, { tag: 'one' })
      expect(await endOf(phone, id)).toMatchObject({ reason: 'busy' })
    },
  },
  {
    name: 'a 183 with SDP of one who rings and the 200 of another: a clean end, and the other side is told',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { tag: 'one', body: answerTo(invite.body) })
      await phone.tell('until', id, 'alerting')
      line.accept(invite, { tag: 'two', body: answerTo(invite.body) })
      await line.take('ACK')
      await line.take('BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  ...each((what, body) => ({
    name: `a 183 with a description ${what}: given up with CANCEL, the call ends as incompatible`,
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { body })
      await line.take('CANCEL')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  })),
  ...each((what, body) => ({
    name: `a re-INVITE with a description ${what}: refused with 488, the call goes on`,
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      line.ask(talk.dialog, 'INVITE', { body })
      await line.take(488)
      const held = phone.tell('give', talk.id, 'hold')
      expect((await agree(line)).body).toMatch(/^a=sendonly/m)
      expect((await held).code).toBe('done')
      await phoneHangsUp(scene, talk)
    },
  })),
  {
    name: 'a re-INVITE with no SDP: we offer again, and the call goes on',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      line.ask(talk.dialog, 'INVITE')
      const response = await line.take(200)
      expect(response.body).toMatch(/^m=audio/m)
      line.ask(talk.dialog, 'ACK', { body: answerTo(response.body) })
      const held = phone.tell('give', talk.id, 'hold')
      expect((await agree(line)).body).toMatch(/^a=sendonly/m)
      expect((await held).code).toBe('done')
      await theyHangUp(scene, talk)
    },
  },
  {
    name: 'a re-INVITE with no SDP that is never answered: the call ends as incompatible',
    async play(scene) {
      const { phone, line } = scene
      const { id, dialog } = await called(scene)
      line.ask(dialog, 'INVITE')
      await line.take(200)
      line.ask(dialog, 'ACK')
      await line.take('BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
    },
  },
  {
    name: 'a re-INVITE without a Contact: dropped, the call goes on',
    async play(scene) {
      const { line } = scene
      const talk = await called(scene)
      const { target, local, remote, callId } = talk.dialog
      const headers = [`From: ${local}`, `To: ${remote}`, `Call-ID: ${callId}`, `CSeq: ${++talk.dialog.cseq} INVITE`]
      const via = 'Via: SIP/2.0/WS scripted.invalid;branch=z9hG4bKnocontact'
      line.say([`INVITE ${target} SIP/2.0`, via, ...headers, 'Content-Length: 0', '', ''].join('\r\n'))
      await theyHangUp(scene, talk)
    },
  },
]
