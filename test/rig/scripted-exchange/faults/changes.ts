import { expect } from 'vitest'
import { answerTo, offer, treacherous, unreadable } from '../descriptions.ts'
import { agree, called, endOf, type Fault, phoneHangsUp, theyHangUp } from '../scene.ts'

export const changeFaults: readonly Fault[] = [
  {
    name: 'a peer that answers a hold with 491 once, then agrees: the call is held',
    haste: 5,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      line.reply(await line.take('INVITE'), 491)
      await line.take('ACK')
      expect((await agree(line)).body).toMatch(/^a=sendonly/m)
      expect((await held).code).toBe('done')
      await theyHangUp(scene, talk)
    },
  },
  {
    name: 'a peer that answers a hold with 491 for ever: a timeout, and the call is as it was',
    haste: 20,
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      let isOver = false
      const outcome = held.finally(() => {
        isOver = true
      })
      const refuse = async (): Promise<void> => {
        const change = await line.take('INVITE').catch(() => undefined)
        if (change === undefined || isOver) return
        line.reply(change, 491)
        return refuse()
      }
      void refuse()
      expect(await outcome).toMatchObject({ code: 'timeout' })
      expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
      expect(await phone.tell('heard')).toContainEqual({ live: 'live', on: true })
      await phoneHangsUp(scene, talk)
    },
  },
  ...[488, 500].map(
    (status): Fault => ({
      name: `a hold refused with ${status}: the call is as it was, and the next hold works`,
      inEveryBrowser: status === 488,
      async play(scene) {
        const { phone, line } = scene
        const talk = await called(scene)
        const held = phone.tell('give', talk.id, 'hold')
        line.reply(await line.take('INVITE'), status)
        await line.take('ACK')
        expect(await held).toMatchObject({ code: 'refused' })
        expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
        expect(await phone.tell('heard')).toContainEqual({ live: 'live', on: true })
        const again = phone.tell('give', talk.id, 'hold')
        expect((await agree(line)).body).toMatch(/^a=sendonly/m)
        expect((await again).code).toBe('done')
        await phoneHangsUp(scene, talk)
      },
    }),
  ),
  {
    name: 'a hold that is redirected (302): refused, and the next hold works',
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      line.reply(await line.take('INVITE'), 302)
      await line.take('ACK')
      expect(await held).toMatchObject({ code: 'refused' })
      const again = phone.tell('give', talk.id, 'hold')
      await agree(line)
      expect((await again).code).toBe('done')
      await phoneHangsUp(scene, talk)
    },
  },
  {
    name: 'a peer that answers a hold with 481: it has no such call any more, so ours ends as lost',
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      const held = phone.tell('give', id, 'hold')
      line.reply(await line.take('INVITE'), 481)
      expect((await held).code).not.toMatch(/done|untyped/)
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
    },
  },
  {
    name: 'a peer that never answers a hold: our call ends as lost',
    haste: 20,
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      const held = phone.tell('give', id, 'hold')
      await line.take('INVITE')
      expect((await held).code).not.toMatch(/done|untyped/)
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
    },
  },
  {
    name: 'a peer that challenges a hold for ever: refused, and the call is as it was',
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      const challenge = { headers: ['WWW-Authenticate: Digest realm="scripted", nonce="again", qop="auth"'] }
      line.reply(await line.take('INVITE'), 401, challenge)
      line.reply(await line.take('INVITE'), 401, challenge)
      expect(await held).toMatchObject({ code: 'refused' })
      expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
      await theyHangUp(scene, talk)
    },
  },
  ...Object.entries({ 'no SDP': '', 'no readable SDP': unreadable, 'SDP that cannot be used': treacherous }).map(
    ([what, body]): Fault => ({
      name: `a hold answered with 200 and ${what}: a typed error, the call ends as incompatible, the other side is told`,
      async play(scene) {
        const { phone, line } = scene
        const { id } = await called(scene)
        const held = phone.tell('give', id, 'hold')
        line.reply(await line.take('INVITE'), 200, { body })
        await line.take('BYE')
        expect((await held).code).not.toMatch(/done|untyped/)
        expect(await endOf(phone, id)).toMatchObject({ reason: 'incompatible', by: 'network' })
      },
    }),
  ),
  {
    name: 'their change and our hold at once: theirs is done, then ours',
    haste: 5,
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const change = line.ask(talk.dialog, 'INVITE', { body: offer() })
      const held = phone.tell('give', talk.id, 'hold')
      const { status } = await line.final(change)
      expect([200, 491]).toContain(status)
      line.ask(talk.dialog, 'ACK')
      expect((await agree(line)).body).toMatch(/^a=sendonly/m)
      expect((await held).code).toBe('done')
      await theyHangUp(scene, talk)
    },
  },
  {
    name: 'their change collides with our hold on the wire: ours gives way and comes again',
    haste: 5,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      const ours = await line.take('INVITE')
      const theirs = line.ask(talk.dialog, 'INVITE', { body: offer() })
      await line.take(491)
      line.ask(talk.dialog, 'ACK')
      line.reply(ours, 491)
      await line.take('ACK')
      // theirs again, as RFC 3261 14.1 has it, and before ours
      line.ask(talk.dialog, 'INVITE', { body: theirs.body })
      await line.take(200)
      line.ask(talk.dialog, 'ACK')
      expect((await agree(line)).body).toMatch(/^a=sendonly/m)
      expect((await held).code).toBe('done')
      await theyHangUp(scene, talk)
    },
  },
  {
    name: 'their change that they never acknowledge: our hold ends in a typed error or in a hold',
    haste: 10,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      line.ask(talk.dialog, 'INVITE', { body: offer() })
      await line.take(200)
      expect((await phone.tell('give', talk.id, 'hold')).code).not.toBe('untyped')
      await phoneHangsUp(scene, talk)
    },
  },
  {
    name: 'the other side hangs up while we hold: a clean end',
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      const change = await line.take('INVITE')
      line.ask(talk.dialog, 'BYE')
      await line.take(200)
      line.reply(change, 487)
      expect(await held).toMatchObject({ code: 'call-ended' })
      expect(await endOf(phone, talk.id)).toMatchObject({ reason: 'hung-up', by: 'them' })
    },
  },
  {
    name: 'we hang up while a hold is under way: a clean end, and the 200 that still comes is acknowledged',
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      const held = phone.tell('give', id, 'hold')
      const change = await line.take('INVITE')
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      await line.take('BYE')
      line.reply(change, 200, { body: answerTo(change.body) })
      await line.take('ACK')
      expect(await held).toMatchObject({ code: 'call-ended' })
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'me' })
    },
  },
  {
    name: 'a re-INVITE that puts us on hold and takes us off: told, and the call goes on',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const talk = await called(scene)
      for (const isHeld of [true, false]) {
        line.ask(talk.dialog, 'INVITE', { body: offer({ direction: isHeld ? 'sendonly' : 'sendrecv' }) })
        expect((await line.take(200)).body).toMatch(isHeld ? /^a=recvonly/m : /^a=sendrecv/m)
        line.ask(talk.dialog, 'ACK')
        await phone.tell('untilHeldByThem', talk.id, isHeld)
      }
      await theyHangUp(scene, talk)
    },
  },
]
