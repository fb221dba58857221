const opened = new Set<MediaStreamTrack>()
countTracks()

/** Counts every microphone track of the page, so that a test can say that none is live. */
function countTracks() {
  const { getUserMedia } = MediaDevices.prototype
  MediaDevices.prototype.getUserMedia = async function (this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints)
    for (const track of stream.getTracks()) opened.add(track)
    return stream
  }
  const { clone } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this)
    if (opened.has(this)) opened.add(copy)
    return copy
  }
}

/** How many microphone tracks of the page are live. */
export const live = () => [...opened].filter(({ readyState }) => readyState === 'live').length
