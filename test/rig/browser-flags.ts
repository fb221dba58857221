import type { LaunchOptions } from 'puppeteer-core'

export type BrowserKind = 'chromium' | 'firefox'

type Flags = Pick<LaunchOptions, 'browser' | 'args' | 'extraPrefsFirefox'> & { readonly executablePath: string }

const chromium = [
  // as root in a container
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // what moves to please the eye is drawn by the processor
  '--force-prefers-reduced-motion',
  // a microphone that is allowed without asking
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  // calls within this machine
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  // a tab behind another one keeps its clock
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
]

const firefox = {
  'ui.prefersReducedMotion': 1,
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // without a sound card an AudioContext would never start; these speakers are pretended
  'media.cubeb.force_mock_context': true,
  'media.cubeb.sandbox': false,
  // sound without a click
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  // a tab behind another one keeps its clock
  'dom.timeout.enable_budget_timer_throttling': false,
  'dom.min_background_timeout_value': 4,
}

/** How each browser is started; another executable by CHROMIUM or FIREFOX in the environment. */
export const flagsOf: Readonly<Record<BrowserKind, Flags>> = {
  chromium: { browser: 'chrome', executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromium },
  firefox: {
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: firefox,
  },
}
