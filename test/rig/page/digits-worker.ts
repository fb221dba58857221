/** Runs in a worker: reads the keys (RFC 4733) out of the packets that pass. Its source goes there as text. */
export const digitsWorker = `
const keys = '0123456789*#ABCD'
onrtctransform = async ({ transformer: { readable, writable, options: { port } } }) => {
  // the packets of one key have one timestamp, and its end is sent three times
  const seen = new Set()
  const read = new TransformStream({
    transform(frame, passed) {
      const { mimeType, rtpTimestamp } = frame.getMetadata()
      if (mimeType === 'audio/telephone-event' && !seen.has(rtpTimestamp)) {
        seen.add(rtpTimestamp)
        port.postMessage(keys[new DataView(frame.data).getUint8(0)])
      }
      passed.enqueue(frame)
    },
  })
  await readable.pipeThrough(read).pipeTo(writable)
}`
