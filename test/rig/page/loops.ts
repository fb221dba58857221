/** Counts the sounds that go on until they are stopped, such as a ring, from now on. */
export function watchLoops(): () => number {
  const playing = new Set<AudioBufferSourceNode>()
  const { start, stop } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, ...given: [number?]) {
    if (this.loop) playing.add(this)
    return start.apply(this, given)
  }
  AudioBufferSourceNode.prototype.stop = function (this: AudioBufferSourceNode, ...given: [number?]) {
    playing.delete(this)
    return stop.apply(this, given)
  }
  return () => playing.size
}
