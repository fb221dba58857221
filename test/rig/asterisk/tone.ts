const sampleRate = 8000
const headerBytes = 44
const sampleBytes = 2

/** A WAV file (mono, 16 bit, 8 kHz) with a sine of a whole number of Hz; whole seconds of it loop without a click. */
export function toneFile(frequency: number, { seconds = 1, loudness = 0.4 } = {}): Buffer {
  const samples = sampleRate * seconds
  const sound = samples * sampleBytes
  const file = Buffer.alloc(headerBytes + sound)
  file.write('RIFF', 0)
  file.writeUInt32LE(headerBytes - 8 + sound, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(1, 22) // one channel
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * sampleBytes, 28)
  file.writeUInt16LE(sampleBytes, 32)
  file.writeUInt16LE(sampleBytes * 8, 34)
  file.write('data', 36)
  file.writeUInt32LE(sound, 40)
  for (let i = 0; i < samples; i++) {
    const level = Math.sin((2 * Math.PI * frequency * i) / sampleRate) * loudness
    file.writeInt16LE(Math.round(level * 32767), headerBytes + i * sampleBytes)
  }
  return file
}
