import type { DeviceKind, DeviceList, OffhookError } from '@offhook/core'
import { firstAudio } from '../../../packages/webrtc/src/media/first-audio.ts'
import { createMedia } from '../../../packages/webrtc/src/media/media.ts'
import type { OpenMicrophone } from '../../../packages/webrtc/src/media/microphone.ts'
import { type SoundFacet, watchStatistics } from '../../../packages/webrtc/src/media/statistics.ts'
import { startBlocked } from './media/blocked.ts'
import { connect } from './media/call.ts'
import { live } from './media/live.ts'
import { context, heard, pause, speaking, tap, untilHeard } from './media/sound.ts'
import { until } from './until.ts'

/** Everything the tests of the media ask of this page; each leaves no device open. */
const asks = { lists, borrows, changesMicrophone, level, tones, routes, watches, silences, blocked }

/** What the page can be asked, as the test sees it. */
export type MediaPage = typeof asks

declare global {
  interface Window {
    media: MediaPage
  }
}

/** The media of a person who was never here before. */
function createOwn(options: Parameters<typeof createMedia>[0] = {}) {
  localStorage.clear()
  return createMedia(options)
}

/** The list before and after the microphone was allowed, and after each choice. */
async function lists() {
  const { devices, close } = createOwn()
  const seen: DeviceList[] = []
  const stop = devices.open({ list: (list) => seen.push(list) })
  await devices.send({ type: 'allow' })
  await until(() => seen.at(-1)?.microphones.some(({ label }) => label !== '') === true, 'the microphone has a label')
  const last = () => seen.at(-1)
  const [before, allowed] = [seen[0], last()]
  const codes: string[] = []
  const choose = (kind: DeviceKind, id: string) =>
    devices.send({ type: 'choose', kind, id }).catch((error: OffhookError) => void codes.push(error.code))
  await choose('microphone', allowed?.microphones.at(-1)?.id ?? '')
  await choose('speaker', allowed?.speakers.at(-1)?.id ?? '')
  const chosen = last()?.chosen
  await choose('ringer', 'a device that is not there')
  stop()
  close()
  return { before, allowed, chosen, codes, kept: localStorage.getItem('offhook.devices'), live: live() }
}

/** Two borrowers of the real microphone, and another device chosen meanwhile. */
async function borrows() {
  const { microphone, close } = createOwn()
  const [a, b] = await Promise.all([microphone.borrow(), microphone.borrow()])
  const whileOpen = live()
  const settings = a.track.getSettings()
  const processing = [settings.echoCancellation, settings.noiseSuppression, settings.autoGainControl]
  const inputs = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput')
  const other = inputs.find(({ deviceId }) => deviceId !== 'default' && deviceId !== settings.deviceId) ?? inputs[0]
  const before = a.track
  const wish = { id: other?.deviceId ?? '', label: other?.label ?? '' }
  await microphone.choose(wish)
  const replaced = { isAnother: a.track !== before, id: a.track.getSettings().deviceId, ended: before.readyState }
  const afterChoice = live()
  a.release()
  const afterOne = live()
  b.release()
  const afterBoth = live()
  close()
  return { processing, wish, replaced, counts: [whileOpen, afterChoice, afterOne, afterBoth] }
}

/** Another microphone in the middle of a call, chosen while muted: what the other side hears. */
async function changesMicrophone() {
  const { microphone, speaker, close } = createOwn({ microphone: speaking })
  const borrowed = await microphone.borrow()
  const call = await connect(borrowed.track)
  borrowed.onReplace((track) => void call.sender.replaceTrack(track))
  speaker.play('call', call.remote)
  await untilHeard(call.remote, [440], [440, 660])
  borrowed.track.enabled = false
  await untilHeard(call.remote, [], [440, 660])
  await microphone.choose({ id: 'other', label: 'other' })
  // long enough that an unmuted track would be heard
  await pause(500)
  const whileMuted = await heard(call.remote, [440, 660])
  borrowed.track.enabled = true
  await untilHeard(call.remote, [660], [440, 660])
  call.close()
  close()
  return { whileMuted, left: borrowed.track.readyState }
}

/** The level of the real microphone, and of one that is silent. */
async function level() {
  const measure = async (microphone?: OpenMicrophone) => {
    const { devices, close } = createOwn(microphone === undefined ? {} : { microphone })
    const levels: number[] = []
    const stop = devices.level((value) => levels.push(value))
    await pause(2_500)
    stop()
    const told = levels.length
    await pause(300)
    close()
    return { most: Math.max(...levels), least: Math.min(...levels.slice(5)), told, after: levels.length - told }
  }
  const silent: OpenMicrophone = async () => new MediaStreamAudioDestinationNode(context).stream
  return { real: await measure(), own: await measure(speaking), silent: await measure(silent), live: live() }
}

/** What the generated sounds are made of, listened to where they leave for a device; each is silent once it was stopped. */
async function tones() {
  const streams: MediaStream[] = []
  const { sounds, close } = createOwn({ createElement: () => tap(streams) })
  await sounds.choose('speaker', 'tap')
  await sounds.choose('ringer', 'tap')
  const all = [425, 523.25, 659.26, 697, 770, 852, 941, 1209, 1336, 1477]
  const hear = async (start: () => () => void, ...wanted: readonly number[]) => {
    const stop = start()
    const stream = streams.at(-1) as MediaStream
    await untilHeard(stream, wanted, all)
    stop()
    await untilHeard(stream, [], all)
  }
  const keys = (digits: string) => () => {
    sounds.keys(digits.repeat(50))
    return () => sounds.keys(',')
  }
  await hear(sounds.ringback, 425)
  await hear(sounds.waiting, 425)
  await hear(sounds.ring, 523.25, 659.26)
  await hear(keys('5'), 770, 1336)
  await hear(keys('#'), 941, 1477)
  close()
  return streams.length
}

/** A call that is heard through another device of this browser, and back. */
async function routes() {
  const elements: HTMLAudioElement[] = []
  const createElement = () => {
    const element = new Audio()
    elements.push(element)
    return element
  }
  const { speaker, devices, close } = createOwn({ createElement })
  await devices.send({ type: 'allow' })
  const stream = await speaking()
  speaker.play('call', stream)
  const outputs = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audiooutput')
  const other = outputs.find(({ deviceId }) => deviceId !== 'default' && deviceId !== '')?.deviceId
  const element = elements.find(({ srcObject }) => srcObject === stream)
  await speaker.choose(other)
  const chosen = element?.sinkId
  await speaker.choose(undefined)
  const code = await speaker.choose('a device that is not there').catch((error: OffhookError) => error.code)
  const isPlaying = element?.paused === false
  speaker.stop('call')
  close()
  return {
    canChoose: speaker.canChoose,
    other,
    chosen,
    back: element?.sinkId,
    code,
    isPlaying,
    left: element?.srcObject,
  }
}

/** The statistics of a call that goes well. */
async function watches() {
  const stream = await speaking()
  const call = await connect(stream.getAudioTracks()[0] as MediaStreamTrack)
  const { speaker, close } = createOwn()
  // what nobody hears is not played out
  speaker.play('call', call.remote)
  const facets: SoundFacet[] = []
  const from = performance.now()
  const [receiver] = call.there.getReceivers()
  const stop = watchStatistics(call.there, { every: 500 }, (facet) => facets.push(facet))
  const isHeard = receiver && (await firstAudio(receiver))
  const firstMs = performance.now() - from
  const first = facets.length
  await pause(4_000)
  stop()
  call.close()
  close()
  return { isHeard, firstMs, first, facets }
}

/** The statistics of a call whose other side falls silent, comes back, and goes away. */
async function silences() {
  const stream = await speaking()
  const track = stream.getAudioTracks()[0] as MediaStreamTrack
  const call = await connect(track)
  const facets: SoundFacet[] = []
  const last = (health: string) =>
    facets.findLast(({ type }) => type === 'media')?.type === 'media' && healthsOf(facets).at(-1) === health
  const stop = watchStatistics(call.there, { every: 500 }, (facet) => facets.push(facet))
  await until(() => last('flowing'), 'sound flows')
  await call.sender.replaceTrack(null)
  await until(() => last('silent'), 'silence is told')
  await call.sender.replaceTrack(track)
  await until(() => last('flowing'), 'sound flows again')
  stop()
  call.close()
  return {
    healths: healthsOf(facets),
    warnings: facets.flatMap((facet) => (facet.type === 'quality' ? [facet.quality.warnings] : [])),
  }
}

const healthsOf = (facets: readonly SoundFacet[]) =>
  facets.flatMap((facet) => (facet.type === 'media' ? [facet.media] : []))

const blocking = location.search === '?blocked' ? startBlocked() : undefined

/** How the blocked sounds stood before anybody clicked, and how they stand now. */
async function blocked() {
  return { before: await blocking?.before, now: blocking?.look() }
}

window.media = asks
// not `isReady`, which is asked for from outside
console.log('ready')
