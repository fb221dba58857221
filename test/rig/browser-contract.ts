import { callContract } from '@offhook/core/testing'
import type { RigBrowser, RigPage } from './browser.ts'
import type { Played } from './page/contract.ts'
import type { ExchangeTold } from './page/told.ts'

/** The title of every case of the contract: its feature and what it tells. */
export const titles: readonly string[] = callContract.map(({ id, name }) => `${id} ${name}`)

/** Plays cases of the contract in one tab of a browser, with fresh telephones for each. */
export interface ContractStage {
  /** Rejects with all there is to know when the case fails. */
  play(title: string): Promise<void>
}

/** Makes a stage; after a case that failed the next one gets a new tab. */
export function createStage(browser: RigBrowser, exchange: ExchangeTold): ContractStage {
  let page: RigPage | undefined
  return {
    async play(title) {
      page ??= await browser.open('contract', exchange)
      const begin = page.console.length
      const { error, calls, trace } = await page.ask<Played>('runCase', title)
      if (error === undefined) return
      const said = page.console.slice(begin)
      await page.close()
      page = undefined
      throw new Error(report({ error, calls, trace, said }))
    },
  }
}

function report({ error, calls, trace, said }: Played & { readonly said: readonly string[] }): string {
  const list = (title: string, lines: readonly string[]) => [`-- ${title}`, ...(lines.length === 0 ? ['none'] : lines)]
  const json = calls.map((call) => JSON.stringify(call))
  const messages = trace.flatMap(inOneLine)
  return [error ?? '', ...list('calls', json), ...list('console', said), ...list('SIP', messages)].join('\n')
}

// the lines of a message that tell what happens in a call
const telling =
  /^(?:CSeq|Reason|Replaces|Refer-To|Subscription-State|Require): .*|^a=(?:sendrecv|sendonly|recvonly|inactive)|^SIP\/2\.0 \d+ .*/gm

function inOneLine(message: string): string[] {
  if (/^CSeq: \d+ REGISTER/m.test(message)) return []
  const [first = '', ...rest] = message.split(/\r?\n/)
  return [[first.trim(), ...(rest.join('\n').match(telling) ?? [])].join(' | ')]
}
