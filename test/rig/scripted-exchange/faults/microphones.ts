import { expect } from 'vitest'
import { answerTo } from '../descriptions.ts'
import { called, dialled, endOf, eventually, type Fault, ringing, theyHangUp } from '../scene.ts'

const failing = { refused: 'microphone-denied', missing: 'microphone-missing', busy: 'microphone-busy' } as const

const titles = {
  refused: 'permission refused',
  missing: 'no microphone',
  busy: 'a microphone that another program holds',
}

export const microphoneFaults: readonly Fault[] = (['refused', 'missing', 'busy'] as const)
  .flatMap((kind): Fault[] => [
    {
      name: `${titles[kind]}: a call that is dialled ends and says so, and nothing leaves`,
      inEveryBrowser: true,
      page: { microphone: kind },
      async play({ phone, line }) {
        const { id } = await phone.tell('dial', '202')
        expect(await endOf(phone, id)).toMatchObject({ reason: 'no-microphone', by: 'network' })
        expect(line.untaken()).toEqual([])
      },
    },
    {
      name: `${titles[kind]}: answering is refused with ${failing[kind]}, and it goes on ringing`,
      page: { microphone: kind },
      async play(scene) {
        const { phone, line } = scene
        const { id, invite } = await ringing(scene)
        expect(await phone.tell('give', id, 'answer')).toMatchObject({ code: failing[kind] })
        expect(await phone.tell('snapshot', id)).toMatchObject({ status: 'ringing' })
        expect(line.untaken().filter(({ status = 0 }) => status >= 200)).toEqual([])
        line.cancel(invite)
        expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'them' })
      },
    },
  ])
  .concat(
    {
      name: 'hanging up while the browser still asks for the microphone: cancelled, and a later yes opens nothing',
      inEveryBrowser: true,
      page: { microphone: 'slow' },
      async play({ phone, line }) {
        const { id } = await phone.tell('dial', '202')
        expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
        expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'me' })
        await new Promise((resolve) => setTimeout(resolve, 1_200))
        expect(line.untaken()).toEqual([])
      },
    },
    {
      name: 'hanging up while the browser asks for the microphone for ever: cancelled',
      page: { microphone: 'never' },
      async play({ phone }) {
        const { id } = await phone.tell('dial', '202')
        expect((await phone.tell('give', id, 'hangUp')).code).toBe('done')
        expect(await endOf(phone, id)).toMatchObject({ reason: 'cancelled', by: 'me' })
      },
    },
    {
      name: 'closing the phone while the browser asks for the microphone: nothing is opened later',
      page: { microphone: 'slow' },
      async play({ phone }) {
        await phone.tell('dial', '202')
        await phone.tell('close')
        await new Promise((resolve) => setTimeout(resolve, 1_200))
      },
    },
    {
      name: 'device unplugged in a call: the call goes on, with another microphone',
      inEveryBrowser: true,
      async play(scene) {
        const { phone } = scene
        const talk = await called(scene)
        await phone.tell('unplug')
        await eventually(async () => expect(await phone.tell('heard')).toEqual([{ live: 'live', on: true }]))
        await theyHangUp(scene, talk)
      },
    },
    {
      name: 'device unplugged in a call and no other there: the call goes on, without a voice',
      page: { microphone: 'later-refused' },
      async play(scene) {
        const { phone } = scene
        const talk = await called(scene)
        await phone.tell('unplug')
        expect(await phone.tell('snapshot', talk.id)).toMatchObject({ status: 'connected' })
        await theyHangUp(scene, talk)
      },
    },
    {
      name: 'device unplugged while muted: the new microphone is muted too',
      async play(scene) {
        const { phone } = scene
        const talk = await called(scene)
        await phone.tell('give', talk.id, 'mute')
        await phone.tell('unplug')
        await eventually(async () => expect(await phone.tell('heard')).toEqual([{ live: 'live', on: false }]))
        await theyHangUp(scene, talk)
      },
    },
    {
      name: 'warmed and dialled at once: the call is made, and nothing of the warmth is left',
      inEveryBrowser: true,
      async play(scene) {
        await scene.phone.tell('warm')
        await theyHangUp(scene, await called(scene))
      },
    },
    {
      name: 'warmed and not used: microphone and peer connection are closed after a while',
      haste: 20,
      async play({ phone }) {
        await phone.tell('warm')
        await eventually(async () => expect(await phone.tell('left')).toMatchObject({ peers: 1 }))
      },
    },
    {
      name: 'digits to one who takes none by sound nor by INFO: a typed error, and the call goes on',
      async play(scene) {
        const { phone, line } = scene
        const { id, invite } = await dialled(scene)
        const withoutDigits = answerTo(invite.body)
          .replace(/^a=rtpmap:\d+ telephone-event.*\r\n/gm, '')
          .replace(/^(m=audio \S+ \S+ \d+).*/m, '$1')
        const dialog = line.accept(invite, { body: withoutDigits })
        await phone.tell('until', id, 'connected')
        const sent = phone.tell('digits', id, '1')
        const info = await line.take('INFO')
        expect(info.body).toMatch(/^Signal=1\r\n/)
        line.reply(info, 415)
        expect(await sent).toMatchObject({ code: 'refused' })
        const again = phone.tell('digits', id, '23')
        for (const digit of ['2', '3']) {
          const next = await line.take('INFO')
          expect(next.body).toContain(`Signal=${digit}\r\n`)
          line.reply(next, 200)
        }
        expect((await again).code).toBe('done')
        await theyHangUp(scene, { id, dialog })
      },
    },
  )
