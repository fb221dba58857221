import { expect, test } from 'vitest'
import { describeDevice } from './device.ts'

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [`${windows} Chrome/141.0.0.0 Safari/537.36`, 'Chrome on Windows'],
  [`${windows} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, 'Edge on Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15',
    'Safari on macOS',
  ],
])('C19 the browser of %s is called %s', (userAgent, name) => {
  expect(describeDevice(userAgent, 'Offhook')).toEqual({ name, kind: 'browser' })
})

test.each([
  ['Yealink SIP-T54W 96.86.0.20', 'Yealink SIP-T54W 96.86.0.20'],
  [`Long ${'x'.repeat(200)}`, `Long ${'x'.repeat(95)}`],
  ['Evil\u0000\u202Eenohp', 'Evil enohp'],
  [undefined, 'Telephone'],
])('C19 a telephone that is no browser is called what it calls itself: %s', (userAgent, name) => {
  expect(describeDevice(undefined, userAgent)).toEqual({ name, kind: 'desk-phone' })
})
