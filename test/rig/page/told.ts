import type { ContractWorld } from '@offhook/core/testing'

/** The exchange a page is told to use. */
export interface ExchangeTold {
  /** SIP over WebSocket. */
  readonly url: string
  /** The SIP domain, where it is not the host of the URL. */
  readonly domain?: string
  /** The promises of the contract that this exchange does not keep. */
  readonly differences?: ContractWorld['differences']
}

/** What the address of this page tells it. */
export function told<Told>(): Told {
  // whoever opened the page wrote it; see browser.ts
  return JSON.parse(decodeURIComponent(location.search.slice(1))) as Told
}
