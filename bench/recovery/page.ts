import { type Call, createPhone } from '@offhook/core'
import { acrossTabs, sipTransport } from '@offhook/webrtc'
import { UA, WebSocketInterface } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession.js'
import type { RTCSessionEvent, RTCSessionListener } from 'jssip/lib/UA.js'
import { Web } from 'sip.js'
import { told } from '../../test/rig/page/told.ts'
import { listen } from '../peers.ts'
import { watchGaps } from './gaps.ts'

// One telephone of a library; whoever calls it is answered at once. What is done to it is done from outside, and what the
// far side hears of that is measured on the far side, the same for every library.

/** Whose telephone, of which library. */
export interface SideTold {
  readonly library: LibraryName
  readonly user: string
  readonly url: string
  readonly domain: string
}

/** The libraries that are compared. */
export type LibraryName = keyof typeof libraries

interface Side {
  dial(extension: string): void | Promise<void>
  /** Puts the call on hold and takes it back; rejects when there is no call, or nobody agrees. */
  control(): Promise<void>
  hangUp(): void | Promise<void>
}

const quiet = { ringtone: 'off', ringback: 'off' } as const

async function offhook({ url, user, domain }: SideTold, isShared: boolean): Promise<Side> {
  const sip = sipTransport({ url, user, password: user, domain, sounds: quiet })
  const phone = createPhone(isShared ? acrossTabs(sip) : sip)
  phone.on('incoming', (call) => void call.answer())
  await phone.connection.connect()
  const only = (): Call => {
    const [call] = phone.calls.getSnapshot().all
    if (call === undefined) throw new Error('There is no call.')
    return call
  }
  return {
    async dial(extension) {
      await phone.call(extension).until('connected')
    },
    async control() {
      if (only().can('hold')) await only().hold()
      await only().resume()
    },
    async hangUp() {
      await Promise.all(phone.calls.getSnapshot().all.map((call) => call.hangUp()))
    },
  }
}

async function simpleUser({ url, user, domain }: SideTold): Promise<Side> {
  const audio = document.createElement('audio')
  const simple = new Web.SimpleUser(url, {
    aor: `sip:${user}@${domain}`,
    media: { constraints: { audio: true, video: false }, remote: { audio } },
    reconnectionAttempts: 10,
    reconnectionDelay: 1,
    userAgentOptions: { authorizationUsername: user, authorizationPassword: user, logBuiltinEnabled: false },
    delegate: { onCallReceived: () => void simple.answer() },
  })
  await simple.connect()
  await new Promise<void>((resolve) => {
    void simple.register({ requestDelegate: { onAccept: () => resolve() } })
  })
  return {
    dial: (extension) => simple.call(`sip:${extension}@${domain}`),
    async control() {
      await simple.hold()
      await simple.unhold()
    },
    hangUp: () => simple.hangup(),
  }
}

const jssip = ({ url, user, domain }: SideTold): Promise<Side> =>
  new Promise((resolve) => {
    const agent = new UA({ sockets: [new WebSocketInterface(url)], uri: `sip:${user}@${domain}`, password: user })
    const options = { mediaConstraints: { audio: true, video: false } }
    let live: RTCSession | undefined
    const take: RTCSessionListener = ({ originator, session }: RTCSessionEvent) => {
      live = session
      const play = (peer: RTCPeerConnection) => peer.addEventListener('track', ({ track }) => listen(track))
      session.on('peerconnection', ({ peerconnection }) => play(peerconnection))
      if (session.connection) play(session.connection)
      if (originator === 'remote') session.answer(options)
    }
    const change = (name: 'hold' | 'unhold') =>
      new Promise<void>((done, fail) => {
        if (!live?.isEstablished() || !live[name]({}, () => done())) fail(new Error('There is no call.'))
      })
    agent.on('newRTCSession', take)
    agent.on('registered', () =>
      resolve({
        dial: (extension) => void agent.call(`sip:${extension}@${domain}`, options),
        async control() {
          await change('hold')
          await change('unhold')
        },
        hangUp: () => agent.terminateSessions(),
      }),
    )
    agent.start()
  })

const libraries = {
  offhook: (world: SideTold) => offhook(world, false),
  'offhook, across tabs': (world: SideTold) => offhook(world, true),
  'sip.js SimpleUser': simpleUser,
  JsSIP: jssip,
}

const gaps = watchGaps()
const world = told<SideTold>()
// a page that is loaded anew signs in as at first, as an app would
const side = libraries[world.library](world)

Object.assign(window, {
  isReady: true,
  signedIn: async () => void (await side),
  dial: async (extension: string) => (await side).dial(extension),
  control: async () => (await side).control(),
  hangUp: async () => (await side).hangUp(),
  hears: gaps.hears,
  forget: gaps.forget,
  longest: gaps.longest,
})
