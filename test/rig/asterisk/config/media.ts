import { networkInterfaces } from 'node:os'
import { host, musicFolder, type Setup } from '../setup.ts'
import { section } from './section.ts'

/** SRTP vouches for the sender; strictrtp would drop 100 ms whenever a browser moves to another ICE pair. */
export const rtpConf = ({ ports }: Setup) =>
  [
    section('[general]', {
      rtpstart: ports.rtp.first,
      rtpend: ports.rtp.last,
      icesupport: 'yes',
      strictrtp: 'no',
      rtpchecksums: 'no',
      ice_deny: '::/0',
    }),
    section('[ice_host_candidates]', Object.fromEntries(standIns().map((address) => [address, host]))),
  ].join('\n')

/** Asterisk refuses to offer 127.0.0.1 as a candidate, yet rewrites any other address of this host to it when told so. */
function standIns(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const found = addresses.filter(({ family, address }) => family === 'IPv4' && !address.startsWith('127.'))
  if (found.length > 0) return found.map(({ address }) => address)
  throw new Error(
    'This host has no IPv4 address besides 127.0.0.1, so Asterisk would offer no ICE candidate and calls no sound. ' +
      'Run inside: unshare -Urn sh -c "ip link set lo up && ip addr add 10.77.0.1/32 dev lo && exec <command>"',
  )
}

export const musiconholdConf = ({ folder }: Setup) =>
  section('[default]', { mode: 'files', directory: musicFolder(folder) })

/** The tones of a country, for what Asterisk plays by itself; a browser phone makes its own. */
export const indicationsConf = () =>
  [
    section('[general]', { country: 'nl' }),
    section('[nl]', {
      description: 'Netherlands',
      ringcadence: '1000,4000',
      dial: '425',
      ring: '425/1000,0/4000',
      busy: '425/500,0/500',
      congestion: '425/250,0/250',
    }),
  ].join('\n')
