import { createPhone } from '@offhook/core'
import { sipTransport } from '@offhook/webrtc'
import { UA, WebSocketInterface } from 'jssip'
import type { RTCSessionEvent, RTCSessionListener } from 'jssip/lib/UA.js'
import { Web } from 'sip.js'
import { collectPeers, listen } from '../peers.ts'

// One end of a call from alice to bob, both ends the same library, each in a page of its own: the time from the call for
// a call to the first sound the caller hears. Every library is measured by the same stopwatch, outside of it.

interface Side {
  dial(extension: string): void | Promise<void>
  hangUp(): void | Promise<void>
  stop(): void | Promise<void>
}

type Make = (user: string, world: { url: string; stun: string | undefined }) => Promise<Side>

const peers = collectPeers()

const servers = (stun: string | undefined) => (stun === undefined ? [] : [{ urls: stun }])

const offhook =
  ({ isWarm }: { isWarm: boolean }): Make =>
  async (user, { url, stun }) => {
    const sip = sipTransport({
      url,
      user,
      password: user,
      iceServers: servers(stun),
      sounds: { ringtone: 'off', ringback: 'off' },
    })
    const phone = createPhone(sip)
    phone.on('incoming', (call) => void call.answer())
    await phone.connection.connect()
    return {
      async dial(extension) {
        phone.call(extension)
      },
      async hangUp() {
        await Promise.all(phone.calls.getSnapshot().all.map((call) => call.hangUp()))
        if (isWarm) sip.media.warm()
      },
      async stop() {
        await phone.connection.disconnect()
        phone.close()
      },
    }
  }

const simpleUser: Make = async (user, { url, stun }) => {
  const audio = document.createElement('audio')
  const simple = new Web.SimpleUser(url, {
    aor: `sip:${user}@127.0.0.1`,
    media: { constraints: { audio: true, video: false }, remote: { audio } },
    userAgentOptions: {
      authorizationUsername: user,
      authorizationPassword: user,
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: servers(stun) } },
    },
    delegate: { onCallReceived: () => void simple.answer() },
  })
  await simple.connect()
  await new Promise<void>((resolve) => {
    void simple.register({ requestDelegate: { onAccept: () => resolve() } })
  })
  return {
    dial: (extension) => simple.call(`sip:${extension}@127.0.0.1`),
    hangUp: () => simple.hangup(),
    stop: () => simple.disconnect(),
  }
}

const jssip: Make = (user, { url, stun }) =>
  new Promise((resolve) => {
    const agent = new UA({ sockets: [new WebSocketInterface(url)], uri: `sip:${user}@127.0.0.1`, password: user })
    const options = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: servers(stun) } }
    const take: RTCSessionListener = ({ originator, session }: RTCSessionEvent) => {
      // JsSIP leaves playing to the app, and what is not played is not received
      const play = (peer: RTCPeerConnection) => peer.addEventListener('track', ({ track }) => listen(track))
      session.on('peerconnection', ({ peerconnection }) => play(peerconnection))
      if (session.connection) play(session.connection)
      if (originator === 'remote') session.answer(options)
    }
    agent.on('newRTCSession', take)
    agent.on('registered', () =>
      resolve({
        dial: (extension) => void agent.call(`sip:${extension}@127.0.0.1`, options),
        hangUp: () => agent.terminateSessions(),
        stop: () => agent.stop(),
      }),
    )
    agent.start()
  })

const libraries: Record<string, Make> = {
  offhook: offhook({ isWarm: false }),
  'offhook, warmed': offhook({ isWarm: true }),
  'sip.js SimpleUser': simpleUser,
  JsSIP: jssip,
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** The caller is the one who offered; what it hears first shows up in its synchronization sources. */
async function firstSound(old: readonly RTCPeerConnection[]): Promise<number> {
  for (;;) {
    const isHeard = peers.some((peer) => {
      const isCaller = peer.localDescription?.type === 'offer' && !old.includes(peer)
      return isCaller && peer.getReceivers().some((receiver) => receiver.getSynchronizationSources().length > 0)
    })
    if (isHeard) return performance.now()
    await sleep(1)
  }
}

let side: Side | undefined

/** Signs in with a library; whoever calls is answered at once. */
async function join(library: string, user: string, world: { url: string; stun?: string }): Promise<void> {
  const make = libraries[library]
  if (make === undefined) throw new Error(`No library ${library}.`)
  side = await make(user, { url: world.url, stun: world.stun })
}

/** Makes `calls` calls and tells how many milliseconds each took to its first sound; the first is not counted. */
async function measure(calls: number): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn <= calls; turn++) {
    // closed ones are of earlier calls; one that is open already was made ahead, for this call
    const old = peers.filter((peer) => peer.signalingState === 'closed')
    const start = performance.now()
    await Promise.race([side?.dial('202'), sleep(0)])
    const heard = await firstSound(old)
    if (turn > 0) times.push(heard - start)
    await sleep(200)
    await side?.hangUp()
    await sleep(500)
  }
  return times
}

async function leave(): Promise<void> {
  await side?.stop()
  side = undefined
}

Object.assign(window, { join, measure, leave, isReady: true })
