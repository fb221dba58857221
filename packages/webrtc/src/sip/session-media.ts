import { type CallTimings, type Clock, OffhookError } from '@offhook/core'
import type { SessionDescriptionHandler } from 'sip.js'
import type { Borrowed, Microphone } from '../media/microphone.ts'
import { usableCandidates, withoutHidden } from './candidates.ts'
import type { Peers } from './peers.ts'

/** What the media of a session tells. */
export interface MediaNews {
  /** A step of the set-up is done. */
  step(step: keyof CallTimings): void
  /** There is a peer connection; called again when another takes its place. */
  peer(peer: RTCPeerConnection): void
  /** The other side's sound. */
  sound(stream: MediaStream): void
  /** The other side offered; held: it does not want to hear us. */
  offered(isHeld: boolean): void
}

/** What the media of a session needs. */
export interface MediaWorld {
  readonly microphone: Microphone
  readonly peers: Peers
  readonly hasServers: boolean
  readonly clock: Clock
  readonly news: MediaNews
  /** Whether the description that came last from the other side is an offer and not an answer. */
  isOfferDue(): boolean
}

/** The sound of one SIP session: microphone, peer connection, descriptions. */
export interface SessionMedia {
  /** What sip.js asks for and hands descriptions to; it can roll back, which sip.js' own cannot. */
  readonly handler: SessionDescriptionHandler
  /** Opens the microphone; rejects with a microphone error. */
  open(): Promise<void>
  /** Wanted from the next description on; the microphone falls silent at once. */
  setHeld(isHeld: boolean): void
  setMuted(isMuted: boolean): void
  /** The next offer restarts ICE. */
  restartIce(): void
  /** Takes back an offer of ours that was not sent; an offer of theirs is left alone. */
  withdrawOffer(): Promise<void>
  readonly digits: () => RTCDTMFSender | null
  close(): void
}

// how long better candidates may take, once there is one with an address
const quietWithServers = 150

/** Makes the media of one session; `initial` carries hold and mute over from the session it replaces. */
export function createSessionMedia(world: MediaWorld, initial = { isHeld: false, isMuted: false }): SessionMedia {
  const { microphone, peers, hasServers, clock, news } = world
  const patience = { quiet: hasServers ? quietWithServers : 0, hasServers, clock }
  let { isHeld, isMuted } = initial
  let peer: RTCPeerConnection | undefined
  let borrowed: Promise<Borrowed> | undefined
  let track: MediaStreamTrack | undefined
  let wantsRestart = false
  let isClosed = false

  const transceiver = () => peer?.getTransceivers()[0]
  const speak = () => {
    if (track !== undefined) track.enabled = !isMuted && !isHeld
  }
  const connect = async (next: MediaStreamTrack) => {
    track = next
    speak()
    await transceiver()?.sender.replaceTrack(next)
  }

  const borrow = async () => {
    const loan = await microphone.borrow()
    if (isClosed) {
      loan.release()
      throw closed()
    }
    news.step('microphone')
    loan.onReplace((next) => void connect(next).catch(() => {}))
    track = loan.track
    speak()
    return loan
  }
  const open = async () => {
    borrowed ??= borrow().catch((error) => {
      borrowed = undefined
      throw error
    })
    await borrowed
  }

  const use = (next: RTCPeerConnection) => {
    if (isClosed) {
      next.close()
      throw closed()
    }
    peer?.close()
    peer = next
    next.ontrack = (event) => news.sound(new MediaStream([event.track]))
    news.peer(next)
    return next
  }

  const direct = () => {
    const line = transceiver()
    if (line !== undefined) line.direction = isHeld ? 'sendonly' : 'sendrecv'
  }

  const offer = async (at: RTCPeerConnection) => {
    // a warmed peer connection comes with its offer
    if (at.signalingState === 'have-local-offer') return
    direct()
    const iceRestart = wantsRestart
    wantsRestart = false
    await at.setLocalDescription(await at.createOffer({ iceRestart }))
  }

  const answer = async (at: RTCPeerConnection) => {
    direct()
    await at.setLocalDescription(await at.createAnswer())
  }

  const describe = async (): Promise<RTCPeerConnection> => {
    const asked = peer
    if (asked?.signalingState === 'have-remote-offer') {
      await open()
      await answer(asked)
      return asked
    }
    // the microphone opens while candidates are gathered
    const opening = open()
    opening.catch(() => {})
    const at = peer ?? use(peers.take())
    await offer(at)
    news.step('offer')
    await opening
    return at
  }

  const getDescription = async () => {
    const isAnswer = peer?.signalingState === 'have-remote-offer'
    let at = await describe()
    if (track !== undefined) await connect(track)
    let isUsable = await usableCandidates(at, patience)
    if (!isUsable && at.remoteDescription === null) {
      // gathered before the microphone was allowed, so the browser hid every address; now it may tell
      at = use(peers.take())
      await offer(at)
      if (track !== undefined) await connect(track)
      isUsable = await usableCandidates(at, patience)
    }
    if (!isUsable) throw noAddress()
    news.step('candidate')
    const isOurs = at.signalingState === (isAnswer ? 'stable' : 'have-local-offer')
    if (!isOurs || at.localDescription === null) throw new Error('The description was overtaken by the other side.')
    return { contentType: 'application/sdp', body: withoutHidden(at.localDescription.sdp) }
  }

  const setDescription = async (sdp: string) => {
    const isOffer = peer === undefined || world.isOfferDue()
    const at = peer ?? use(peers.make())
    if (!isOffer) return at.setRemoteDescription({ type: 'answer', sdp })
    // both offered at once: ours gives way, and is made again when theirs is done
    if (at.signalingState === 'have-local-offer') await at.setLocalDescription({ type: 'rollback' })
    await at.setRemoteDescription({ type: 'offer', sdp })
    news.offered(isHoldOffer(sdp))
    if (track !== undefined) await connect(track)
  }

  const withdrawOffer = async () => {
    if (peer?.signalingState === 'have-local-offer') await peer.setLocalDescription({ type: 'rollback' })
  }
  const rollbackDescription = async () => {
    await withdrawOffer()
    if (peer?.signalingState === 'have-remote-offer') await peer.setRemoteDescription({ type: 'rollback' })
  }

  const close = () => {
    if (isClosed) return
    isClosed = true
    borrowed?.then((loan) => loan.release()).catch(() => {})
    peer?.close()
  }

  return {
    open,
    close,
    withdrawOffer,
    handler: {
      getDescription,
      setDescription,
      rollbackDescription,
      close,
      hasDescription: (contentType) => contentType.toLowerCase().startsWith('application/sdp'),
      // digits go their own way, in order and awaited
      sendDtmf: () => false,
    },
    setHeld(next) {
      isHeld = next
      speak()
    },
    setMuted(next) {
      isMuted = next
      speak()
    },
    restartIce() {
      wantsRestart = true
    },
    digits: () => transceiver()?.sender.dtmf ?? null,
  }
}

/** Whether an offer puts us on hold (RFC 3264 section 8.4). */
export function isHoldOffer(sdp: string): boolean {
  const audio = /^m=audio[\s\S]*?(?=^m=|$(?![\s\S]))/m.exec(sdp)?.[0] ?? sdp
  const direction =
    /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(audio) ?? /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(sdp)
  return direction?.[1] === 'sendonly' || direction?.[1] === 'inactive'
}

const closed = () => new OffhookError('call-ended')

const noAddress = () =>
  new OffhookError('media-failed', {
    message: 'The browser found no network address to send; it hides them until the page may use the microphone.',
  })
