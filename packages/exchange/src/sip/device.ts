import type { RingDeviceKind } from '@offhook/core'

/** What a device says it is. */
export interface DeviceDescription {
  readonly name: string
  readonly kind: RingDeviceKind
}

// the first that fits: most browsers also say that they are others
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const longestName = 100
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Names a device by the `User-Agent` of its socket's HTTP request when that is a browser, else by that of its SIP. */
export function describeDevice(http: string | undefined, sip: string | undefined): DeviceDescription {
  const browser = nameIn(browsers, http)
  const system = nameIn(systems, http)
  if (browser !== undefined)
    return { name: system === undefined ? browser : `${browser} on ${system}`, kind: 'browser' }
  const name = (sip ?? http ?? '').replace(unprintable, ' ').trim()
  return { name: [...name].slice(0, longestName).join('') || 'Telephone', kind: 'desk-phone' }
}

const nameIn = (table: readonly (readonly [RegExp, string])[], text = '') =>
  table.find(([pattern]) => pattern.test(text))?.[1]
