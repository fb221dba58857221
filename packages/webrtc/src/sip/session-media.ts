import { type CallTimings, OffhookError } from '@offhook/core'
import type { Microphone } from '../media/microphone.ts'
import { withoutHidden } from './candidates.ts'
import { isHoldOffer } from './description.ts'
import type { Peers } from './peers.ts'
import { createVoice } from './voice.ts'

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
  readonly news: MediaNews
}

/** The sound of one SIP session: microphone, peer connection, descriptions. */
export interface SessionMedia {
  /** Opens the microphone; rejects with a microphone error. */
  open(): Promise<void>
  /** Our offer, or our answer when theirs waits for one. */
  describe(): Promise<string>
  /** Takes their answer, or their offer when none of ours waits for an answer. */
  receive(sdp: string): Promise<void>
  /** Takes back an offer of ours that was not answered; an offer of theirs is left alone. */
  withdraw(): Promise<void>
  /** Takes back whichever offer was not answered. */
  rollback(): Promise<void>
  /** Wanted from the next description on; the microphone falls silent at once. */
  setHeld(isHeld: boolean): void
  setMuted(isMuted: boolean): void
  /** The next offer restarts ICE. */
  restartIce(): void
  digits(): RTCDTMFSender | null
  /** Whether there is a media path that is not encrypted yet. */
  isSecuring(): boolean
  close(): void
}

/** Makes the media of one session; `initial` carries hold and mute over from the session it replaces. */
export function createSessionMedia(world: MediaWorld, initial = { isHeld: false, isMuted: false }): SessionMedia {
  const { microphone, peers, news } = world
  let { isHeld, isMuted } = initial
  let peer: RTCPeerConnection | undefined
  let wantsRestart = false
  let isClosed = false
  const voice = createVoice(microphone, () => news.step('microphone'), isHeld || isMuted)

  const use = (next: RTCPeerConnection) => {
    if (isClosed) {
      next.close()
      throw new OffhookError('call-ended')
    }
    peer?.close()
    peer = next
    next.ontrack = ({ track }) => track.kind === 'audio' && news.sound(new MediaStream([track]))
    news.peer(next)
    return next
  }

  /** Says who may be heard, and that there is sound only. */
  const direct = async (at: RTCPeerConnection) => {
    for (const line of at.getTransceivers()) {
      if (line !== audioOf(at)) line.direction = 'inactive'
      else line.direction = isHeld ? 'sendonly' : 'sendrecv'
    }
    const sender = audioOf(at)?.sender
    if (sender !== undefined) await voice.use(sender)
  }

  const answer = async (at: RTCPeerConnection) => {
    await voice.open()
    await direct(at)
    await at.setLocalDescription(await at.createAnswer())
    return at
  }

  const offer = async (at: RTCPeerConnection) => {
    // the microphone opens while candidates are gathered
    const opening = voice.open()
    opening.catch(() => {})
    await direct(at)
    // a warmed peer connection comes with its offer; a second one beside it would be refused
    await peers.offered(at)
    if (at.signalingState !== 'have-local-offer' || at.remoteDescription !== null) {
      await at.setLocalDescription(await at.createOffer({ iceRestart: wantsRestart }))
    }
    news.step('offer')
    await opening
    return at
  }

  const describe = async () => {
    const isAnswer = peer?.signalingState === 'have-remote-offer'
    let at = peer && isAnswer ? await answer(peer) : await offer(peer ?? use(peers.take()))
    let isUsable = await peers.usable(at)
    if (!isUsable && at.remoteDescription === null) {
      // gathered before the microphone was allowed, so the browser hid every address; now it may tell
      at = await offer(use(peers.take()))
      isUsable = await peers.usable(at)
    }
    if (isClosed) throw new OffhookError('call-ended')
    if (!isUsable) throw noAddress()
    news.step('candidate')
    const isOurs = at.signalingState === (isAnswer ? 'stable' : 'have-local-offer')
    if (!isOurs || at.localDescription === null) throw new Error('The description was overtaken by the other side.')
    return withoutHidden(at.localDescription.sdp)
  }

  const receive = async (sdp: string) => {
    const at = peer ?? use(peers.make())
    if (at.signalingState === 'have-local-offer') {
      await at.setRemoteDescription({ type: 'answer', sdp })
      wantsRestart = false
      return
    }
    await at.setRemoteDescription({ type: 'offer', sdp })
    news.offered(isHoldOffer(sdp))
  }

  const withdraw = async () => {
    if (peer?.signalingState === 'have-local-offer') await peer.setLocalDescription({ type: 'rollback' })
  }

  return {
    ...{ open: voice.open, describe, receive, withdraw },
    async rollback() {
      await withdraw()
      if (peer?.signalingState === 'have-remote-offer') await peer.setRemoteDescription({ type: 'rollback' })
    },
    setHeld(next) {
      isHeld = next
      voice.setSilent(isHeld || isMuted)
    },
    setMuted(next) {
      isMuted = next
      voice.setSilent(isHeld || isMuted)
    },
    restartIce() {
      wantsRestart = true
    },
    digits: () => (peer && audioOf(peer)?.sender.dtmf) ?? null,
    isSecuring: () => peer?.connectionState === 'new' || peer?.connectionState === 'connecting',
    close() {
      if (isClosed) return
      isClosed = true
      voice.close()
      peer?.close()
    },
  }
}

const audioOf = (peer: RTCPeerConnection) =>
  peer.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio')

const noAddress = () =>
  new OffhookError('media-failed', {
    message: 'The browser found no network address to send; it hides them until the page may use the microphone.',
  })
