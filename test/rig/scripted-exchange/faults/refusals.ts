import { expect } from 'vitest'
import { word } from '../message.ts'
import { dialled, endOf, type Fault } from '../scene.ts'

/** Each final answer to an INVITE, and the end that an app is told. */
const refusals: readonly (readonly [status: number, reason: string, by: string])[] = [
  [302, 'unreachable', 'network'],
  [403, 'not-allowed', 'network'],
  [404, 'not-found', 'network'],
  [408, 'unanswered', 'them'],
  [480, 'unreachable', 'network'],
  [486, 'busy', 'them'],
  [488, 'incompatible', 'network'],
  [491, 'failed', 'network'],
  [500, 'exchange-error', 'network'],
  [503, 'exchange-error', 'network'],
  [603, 'declined', 'them'],
]

/** Each Q.850 cause that says more than the status it comes with. */
const causes: readonly (readonly [status: number, cause: number, reason: string])[] = [
  [480, 19, 'unanswered'],
  [480, 20, 'unreachable'],
  [403, 21, 'declined'],
  [503, 17, 'busy'],
]

const challenge = (how: string) => ({ headers: [`${how}: Digest realm="scripted", nonce="${word()}", qop="auth"`] })

const challenging = (status: 401 | 407, header: string): Fault => ({
  name: `a peer that answers ${status} for ever: the call ends as not allowed, after two tries`,
  async play(scene) {
    const { phone, line } = scene
    const { id, invite } = await dialled(scene)
    line.reply(invite, status, challenge(header))
    await line.take('ACK')
    const again = await line.take('INVITE')
    expect(again.text).toMatch(/^(Proxy-)?Authorization: Digest .*response="[0-9a-f]{32}"/im)
    line.reply(again, status, challenge(header))
    expect(await endOf(phone, id)).toMatchObject({ reason: 'not-allowed', by: 'network', detail: { code: status } })
    expect(line.untaken().filter(({ method }) => method === 'INVITE')).toEqual([])
  },
})

export const refusalFaults: readonly Fault[] = [
  ...refusals.map(
    ([status, reason, by]): Fault => ({
      name: `a peer that answers ${status}: the call ends as ${reason}`,
      inEveryBrowser: status === 486,
      async play(scene) {
        const { id, invite } = await dialled(scene)
        scene.line.reply(invite, status)
        expect(await endOf(scene.phone, id)).toMatchObject({ reason, by, detail: { code: status } })
        await scene.line.take('ACK')
      },
    }),
  ),
  ...causes.map(
    ([status, cause, reason]): Fault => ({
      name: `a peer that answers ${status} because of Q.850 cause ${cause}: the call ends as ${reason}`,
      async play(scene) {
        const { id, invite } = await dialled(scene)
        scene.line.reply(invite, 180)
        scene.line.reply(invite, status, { headers: [`Reason: Q.850;cause=${cause};text="Scripted; as told"`] })
        expect(await endOf(scene.phone, id)).toMatchObject({ reason, detail: { code: status, cause } })
      },
    }),
  ),
  challenging(401, 'WWW-Authenticate'),
  challenging(407, 'Proxy-Authenticate'),
  {
    name: 'a challenge with an algorithm nobody knows: the call ends as not allowed',
    async play(scene) {
      const { id, invite } = await dialled(scene)
      scene.line.reply(invite, 401, {
        headers: ['WWW-Authenticate: Digest realm="scripted", nonce="n", algorithm=ROT13, qop="auth"'],
      })
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'not-allowed', by: 'network' })
    },
  },
  {
    name: 'a challenge that nobody can read: the call ends as not allowed',
    async play(scene) {
      const { id, invite } = await dialled(scene)
      scene.line.reply(invite, 407, { headers: ['Proxy-Authenticate: Riddle answer="42"'] })
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'not-allowed', by: 'network' })
    },
  },
  {
    name: 'a peer that never answers: the call ends after the half minute of RFC 3261',
    haste: 20,
    async play(scene) {
      const { id } = await dialled(scene)
      expect(await endOf(scene.phone, id)).toMatchObject({ reason: 'connection-lost', by: 'network' })
    },
  },
]
