export type { AskSipAccess, SipAccess, SipOptions, SipWorld, SoundOptions } from './options.ts'
export type { SipServer } from './sip/servers.ts'
export type { SipMedia, SipTransport } from './sip-transport.ts'
export { sipTransport } from './sip-transport.ts'
