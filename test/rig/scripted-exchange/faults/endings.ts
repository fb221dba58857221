import { expect } from 'vitest'
import { answerTo } from '../descriptions.ts'
import { answered, called, dialled, endOf, type Fault, phoneHangsUp, ringing } from '../scene.ts'

export const endingFaults: readonly Fault[] = [
  {
    name: 'a BYE twice: the second is told that there is no such call',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      const { id, dialog } = await called(scene)
      line.ask(dialog, 'BYE')
      line.ask(dialog, 'BYE')
      await line.take(200)
      await line.take(481)
      expect(await endOf(phone, id)).toEqual({ reason: 'hung-up', by: 'them' })
    },
  },
  {
    name: 'a BYE that crosses ours: one end, by me',
    exchange: {
      manners: {
        BYE(line, asked) {
          const [local = '', remote = '', callId = ''] = ['To', 'From', 'Call-ID'].map((name) => asked.header(name))
          line.ask({ local, remote, callId, target: line.phone(), cseq: 7 }, 'BYE')
          line.reply(asked, 200)
        },
      },
    },
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      await line.take('BYE')
      await line.take(481)
      expect(await endOf(phone, id)).toEqual({ reason: 'hung-up', by: 'me' })
    },
  },
  {
    name: 'a CANCEL of ours that crosses the 200: the call is acknowledged and ended, by me',
    inEveryBrowser: true,
    exchange: { manners: { CANCEL: (line, asked) => line.reply(asked, 200) } },
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 180, { tag: 'one' })
      await phone.tell('until', id, 'alerting')
      const over = phone.tell('give', id, 'hangUp')
      await line.take('CANCEL')
      line.accept(invite, { tag: 'one', body: answerTo(invite.body) })
      await line.take('ACK')
      await line.take('BYE')
      expect((await over).code).toBe('done')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'me' })
    },
  },
  {
    name: 'a CANCEL of theirs that crosses our 200: the call stands until their BYE',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene)
      const given = phone.tell('give', id, 'answer')
      const response = await line.take(200)
      line.cancel(invite)
      const dialog = line.acknowledge(invite, response)
      await line.take(200)
      expect((await given).code).toBe('done')
      line.ask(dialog, 'BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'them' })
    },
  },
  {
    name: 'a CANCEL while the microphone opens for an answer: cancelled, and the answer says that the call is over',
    page: { microphone: 'slow' },
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene)
      const given = phone.tell('give', id, 'answer')
      await phone.tell('until', id, 'answering')
      line.cancel(invite)
      await line.take(487)
      expect((await given).code).toBe('call-ended')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'them' })
      expect(await phone.news()).toContain(`missed ${id}`)
    },
  },
  ...(
    [
      ['SIP;cause=200;text="Call completed elsewhere"', 'answered-elsewhere', false],
      ['Q.850;cause=26', 'answered-elsewhere', false],
      ['SIP;cause=603', 'declined-elsewhere', false],
      ['SIP;cause=408', 'unanswered', true],
      ['nonsense;cause=;;==", "', 'cancelled', true],
      [undefined, 'cancelled', true],
    ] as const
  ).map(
    ([header, reason, isMissed]): Fault => ({
      name: `a CANCEL with ${header === undefined ? 'no reason' : `Reason: ${header}`}: ${reason}, ${isMissed ? 'missed' : 'not missed'}`,
      async play(scene) {
        const { phone, line } = scene
        const { id, invite } = await ringing(scene)
        line.cancel(invite, header === undefined ? {} : { headers: [`Reason: ${header}`] })
        await line.take(487)
        expect((await endOf(phone, id)).reason).toBe(reason)
        expect((await phone.news()).includes(`missed ${id}`)).toBe(isMissed)
      },
    }),
  ),
  {
    name: 'hanging up before anybody answered anything: cancelled, also when nobody ever does',
    haste: 5,
    async play(scene) {
      const { phone } = scene
      const { id } = await dialled(scene)
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'me' })
    },
  },
  {
    name: 'hanging up when the call was just answered and not acknowledged: the other side is told after its ACK',
    async play(scene) {
      const { phone, line } = scene
      const { id, invite } = await ringing(scene)
      await phone.tell('give', id, 'answer')
      const response = await line.take(200)
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'me' })
      line.acknowledge(invite, response)
      await line.take('BYE')
    },
  },
  {
    name: 'an answer that is never acknowledged: the call ends after the half minute of RFC 3261',
    haste: 20,
    async play(scene) {
      const { phone, line } = scene
      const { id } = await ringing(scene)
      await phone.tell('give', id, 'answer')
      await line.take('BYE')
      expect((await endOf(phone, id)).reason).not.toBe('hung-up')
    },
  },
  {
    name: 'declining: 603, and no microphone was opened',
    page: { microphone: 'never' },
    async play(scene) {
      const { phone, line } = scene
      const { id } = await ringing(scene)
      expect((await phone.tell('give', id, 'decline')).code).toBe('done')
      await line.take(603)
      expect(await endOf(phone, id)).toMatchObject({ reason: 'declined', by: 'me' })
    },
  },
  {
    name: 'hanging up twice: the second is the app’s own mistake, and the call is over once',
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      const [first, second] = await Promise.all([phone.tell('give', id, 'hangUp'), phone.tell('give', id, 'hangUp')])
      expect([first.code, second.code]).toEqual(['done', 'illegal-command'])
      await line.take('BYE')
      expect(line.untaken().filter(({ method }) => method === 'BYE')).toEqual([])
    },
  },
  {
    name: 'closing the phone in the middle of everything: every call is ended on the wire and in the page',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, line } = scene
      await answered(scene)
      const { id: alerting, invite } = await dialledBeside(scene)
      line.reply(invite, 180)
      await phone.tell('until', alerting, 'alerting')
      await ringing(scene)
      await phone.tell('close')
      await Promise.all([line.take('BYE'), line.take('CANCEL'), line.take(480)])
    },
  },
  ...(['hold', 'transfer'] as const).map(
    (what): Fault => ({
      name: `closing the phone while a ${what} is under way: the call is ended on the wire and in the page`,
      async play(scene) {
        const { phone, line } = scene
        const { id } = await called(scene)
        const outcome = what === 'hold' ? phone.tell('give', id, 'hold') : phone.tell('transfer', id, '203')
        await line.take(what === 'hold' ? 'INVITE' : 'REFER')
        await phone.tell('close')
        await line.take('BYE')
        expect(await outcome).toMatchObject({ code: 'call-ended' })
      },
    }),
  ),
  {
    name: 'hanging up while a call is being answered: it is refused, and a microphone that opens later is closed',
    page: { microphone: 'slow' },
    async play(scene) {
      const { phone, line } = scene
      const { id } = await ringing(scene)
      const given = phone.tell('give', id, 'answer')
      await phone.tell('until', id, 'answering')
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      await line.take(480)
      expect((await given).code).toBe('call-ended')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'me' })
    },
  },
  {
    name: 'a request in a call that is over: told that there is no such call',
    async play(scene) {
      const { line } = scene
      const talk = await called(scene)
      await phoneHangsUp(scene, talk)
      line.ask(talk.dialog, 'INVITE')
      await line.take(481)
      line.ask(talk.dialog, 'INFO')
      await line.take(481)
    },
  },
]

/** A second call while the first is held for it. */
async function dialledBeside(scene: Parameters<Fault['play']>[0]) {
  const { phone, line } = scene
  const { id } = await phone.tell('dial', '203')
  const hold = await line.take('INVITE')
  line.reply(hold, 200, { body: answerTo(hold.body) })
  await line.take('ACK')
  return { id, invite: await line.take('INVITE') }
}
