import { expect } from 'vitest'
import { answerTo } from '../descriptions.ts'
import {
  agree,
  answered,
  called,
  dialled,
  endOf,
  eventually,
  type Fault,
  phoneHangsUp,
  ringing,
  theyHangUp,
} from '../scene.ts'

/** Sockets that close while somebody calls. */
export const lostSocketFaults: readonly Fault[] = [
  {
    name: 'a socket that closes while we dial: the call ends as lost',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, exchange, line } = scene
      const { id } = await dialled(scene)
      line.drop()
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
      await exchange.line()
    },
  },
  {
    name: 'a socket that closes while it rings at the other side: the call ends as lost',
    async play(scene) {
      const { phone, exchange, line } = scene
      const { id, invite } = await dialled(scene)
      line.reply(invite, 183, { body: answerTo(invite.body) })
      await phone.tell('until', id, 'alerting')
      line.drop()
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
      await exchange.line()
    },
  },
  {
    name: 'a socket that closes while we are called: it rings no longer, and the call is missed',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, exchange, line } = scene
      const { id } = await ringing(scene)
      line.drop()
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
      expect(await phone.news()).toContain(`missed ${id}`)
      await exchange.line()
    },
  },
  {
    name: 'a socket that closes while the microphone opens for an answer: the call ends as lost',
    page: { microphone: 'slow' },
    async play(scene) {
      const { phone, exchange, line } = scene
      const { id } = await ringing(scene)
      const given = phone.tell('give', id, 'answer')
      await phone.tell('until', id, 'answering')
      line.drop()
      expect((await given).code).toBe('call-ended')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
      await exchange.line()
    },
  },
  {
    name: 'a socket that closes in a call: the call stays, and is told where we are when the socket is back',
    inEveryBrowser: true,
    async play(scene) {
      const { phone, exchange } = scene
      const talk = await called(scene)
      scene.line.drop()
      const line = await exchange.line()
      const refresh = await agree(line)
      expect(refresh.header('Call-ID')).toBe(talk.dialog.callId)
      expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
      await theyHangUp({ ...scene, line }, talk)
    },
  },
  {
    name: 'a socket that closes in a call we answered, and is back: their BYE over the new socket ends it',
    async play(scene) {
      const { exchange } = scene
      const talk = await answered(scene)
      scene.line.drop()
      const line = await exchange.line()
      await agree(line)
      await theyHangUp({ ...scene, line }, talk)
    },
  },
  {
    name: 'an exchange that forgot the call when the socket is back: the call ends as lost',
    async play(scene) {
      const { phone, exchange } = scene
      const { id } = await called(scene)
      scene.line.drop()
      const line = await exchange.line()
      line.reply(await line.take('INVITE'), 481)
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
    },
  },
  {
    name: 'a socket that closes while we hold: the hold is asked for again on the next one',
    async play(scene) {
      const { phone, exchange } = scene
      const talk = await called(scene)
      const held = phone.tell('give', talk.id, 'hold')
      await scene.line.take('INVITE')
      scene.line.drop()
      const line = await exchange.line()
      expect((await agree(line)).body).toContain('a=sendonly')
      expect((await held).code).toBe('done')
      expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'held' })
      // where we are is told as after any new socket
      await agree(line)
      await phoneHangsUp({ ...scene, line }, talk)
    },
  },
  {
    name: 'a socket that closes while we hold, and a call that is gone by the next one: the hold fails with it',
    async play(scene) {
      const { phone, exchange } = scene
      const { id } = await called(scene)
      const held = phone.tell('give', id, 'hold')
      await scene.line.take('INVITE')
      scene.line.drop()
      const line = await exchange.line()
      line.reply(await line.take('INVITE'), 481)
      expect((await held).code).toBe('call-ended')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
    },
  },
  {
    name: 'a socket that closes while we transfer: the call is back or over, never for ever under way',
    haste: 10,
    async play(scene) {
      const { phone, exchange } = scene
      const talk = await called(scene)
      const transfer = phone.tell('transfer', talk.id, '203')
      await scene.line.take('REFER')
      scene.line.drop()
      const line = await exchange.line()
      await agree(line)
      expect((await transfer).code).toBe('transfer-failed')
      await phoneHangsUp({ ...scene, line }, talk)
    },
  },
  {
    name: 'hanging up while the socket is gone: over at once, and the other side is told when it is back',
    async play(scene) {
      const { phone, exchange } = scene
      const { id, dialog } = await called(scene)
      scene.line.drop()
      await eventually(async () => expect(await phone.tell('connection')).not.toMatchObject({ status: 'online' }))
      expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'me' })
      const line = await exchange.line()
      const bye = await line.take('BYE')
      expect(bye.header('Call-ID')).toBe(dialog.callId)
    },
  },
  {
    name: 'dialling while the socket is gone: the call ends as lost, and no microphone was opened',
    page: { microphone: 'never' },
    async play(scene) {
      const { phone, line, exchange } = scene
      line.drop()
      await eventually(async () => expect(await phone.tell('connection')).not.toMatchObject({ status: 'online' }))
      const { id } = await phone.tell('dial', '202')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'connection-lost' })
      await exchange.line()
    },
  },
  {
    name: 'disconnecting in a call: the call is hung up first',
    async play(scene) {
      const { phone, line } = scene
      const { id } = await called(scene)
      expect((await phone.tell('disconnect')).code).toBe('done')
      await line.take('BYE')
      expect(await endOf(phone, id)).toMatchObject({ reason: 'hung-up', by: 'me' })
      expect(line.lastOf('REGISTER')?.header('Contact')).toContain('expires=0')
    },
  },
]
