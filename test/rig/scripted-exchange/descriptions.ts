const fingerprint = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`

/** What both kinds of description say about a path nobody listens at: good enough to agree on, never to be heard. */
const path = [
  'c=IN IP4 127.0.0.1',
  'a=rtcp-mux',
  fingerprint,
  'a=ice-ufrag:scripted',
  'a=ice-pwd:scriptedscriptedscripted',
  'a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host',
]

/** Who may send. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** How a description is to be. */
export interface DescriptionOptions {
  readonly direction?: Direction
  readonly setup?: string
}

const session = (version: number) => ['v=0', `o=- 1 ${version} IN IP4 127.0.0.1`, 's=-', 't=0 0']
let versions = 0

/** An offer as a browser would make it. */
export function offer({ direction = 'sendrecv', setup = 'actpass' }: DescriptionOptions = {}): string {
  return write([
    ...session(++versions),
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 101',
    ...path,
    'a=mid:0',
    `a=${direction}`,
    `a=setup:${setup}`,
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:101 telephone-event/8000',
  ])
}

/** The answer to a browser's offer, with the formats and names that the offer gives. */
export function answerTo(offered: string, options: DescriptionOptions = {}): string {
  const { direction = mirrored(offered), setup = 'passive' } = options
  const mid = /^a=mid:(.*?)\r?$/m.exec(offered)?.[1] ?? '0'
  const maps = offered.match(/^a=rtpmap:\d+ (?:opus|telephone-event)\/.*?\r?$/gim) ?? []
  const formats = maps.map((map) => /:(\d+)/.exec(map)?.[1] ?? '')
  return write([
    ...session(++versions),
    `a=group:BUNDLE ${mid}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${formats.join(' ')}`,
    ...path,
    `a=mid:${mid}`,
    `a=${direction}`,
    `a=setup:${setup}`,
    ...maps.map((map) => map.trim()),
  ])
}

/** Nothing that anybody can read as a description. */
export const unreadable = 'v=0\r\nthis is no session description\r\nm=audio\r\n'

/** Looks like a description until one tries to use it: a format without a name, a broken fingerprint. */
export const treacherous = offer().replace(fingerprint, 'a=fingerprint:sha-256 NOT:HEX').replace('a=mid:0', 'a=mid:')

const mirror: Record<string, Direction> = { sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' }

function mirrored(offered: string): Direction {
  // Firefox writes a direction before the first m-line too, which says nothing
  const [, audio = ''] = offered.split(/^m=audio/m)
  return mirror[/^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(audio)?.[1] ?? ''] ?? 'sendrecv'
}

function write(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`
}
