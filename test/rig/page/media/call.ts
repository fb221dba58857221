import { speaking } from './sound.ts'

/** Two peer connections in this page, the first of which sends a track. */
export async function connect(track: MediaStreamTrack) {
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()]
  here.onicecandidate = ({ candidate }) => void there.addIceCandidate(candidate ?? undefined)
  there.onicecandidate = ({ candidate }) => void here.addIceCandidate(candidate ?? undefined)
  const sender = here.addTrack(track)
  // both ways, as a call is
  there.addTrack((await speaking()).getAudioTracks()[0] as MediaStreamTrack)
  const remote = new MediaStream()
  there.ontrack = ({ track: heard }) => remote.addTrack(heard)
  await here.setLocalDescription()
  await there.setRemoteDescription(here.localDescription as RTCSessionDescription)
  await there.setLocalDescription()
  await here.setRemoteDescription(there.localDescription as RTCSessionDescription)
  const close = () => {
    here.close()
    there.close()
  }
  return { here, there, sender, remote, close }
}
