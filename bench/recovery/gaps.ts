import { collectPeers } from '../peers.ts'

// What the far side hears, by the packets that come: when the last one came, over all peer connections of the page.

const peers = collectPeers()

const every = 5

/** Watches the packets from now on. */
export function watchGaps() {
  let last = 0
  let longest = 0
  const look = () => {
    const times = peers
      .filter(({ signalingState }) => signalingState !== 'closed')
      .flatMap((peer) => peer.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources()))
      .map(({ timestamp }) => timestamp)
    const newest = Math.max(last, ...times)
    if (newest > last && last > 0) longest = Math.max(longest, newest - last)
    last = newest
  }
  setInterval(look, every)
  const now = () => performance.timeOrigin + performance.now()
  return {
    /** Whether something came just now. */
    hears: () => last > 0 && Math.abs(sinceEpoch(last) - now()) < 200,
    /** Gaps count from now on. */
    forget: () => {
      longest = 0
    },
    /** The longest time without a packet, milliseconds; one that goes on counts as it is. */
    longest: () => Math.max(longest, now() - sinceEpoch(last)),
  }
}

/** Browsers differ in what they count these times from. */
const sinceEpoch = (timestamp: number) => (timestamp > 1e12 ? timestamp : performance.timeOrigin + timestamp)
