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

/** Makes a stage; after a case that failed the next one gets a new tab. `log` is what the exchange wrote until now. */
export function createStage(browser: RigBrowser, exchange: ExchangeTold, log = () => ''): ContractStage {
  let page: RigPage | undefined
  return {
    async play(title) {
      page ??= await browser.open('contract', exchange)
      const begin = page.console.length
      const logged = log().length
      const played = await page.ask<Played>('runCase', title)
      if (played.error === undefined) return
      const witnesses = { said: page.console.slice(begin), log: log().slice(logged) }
      await page.close()
      page = undefined
      throw new Error(report(played, witnesses))
    },
  }
}

interface Witnesses {
  readonly said: readonly string[]
  readonly log: string
}

function report({ error = '', calls, trace, peers }: Played, { said, log }: Witnesses): string {
  const list = (title: string, lines: readonly string[]) => [`-- ${title}`, ...(lines.length === 0 ? ['none'] : lines)]
  const json = (things: readonly unknown[]) => things.map((thing) => JSON.stringify(thing))
  return [
    error,
    ...list('calls', json(calls)),
    ...list('peer connections', json(peers)),
    ...list('console', said),
    ...list('SIP', trace.flatMap(inOneLine)),
    ...(log === '' ? [] : list('exchange', [log])),
  ].join('\n')
}

// the lines of a message that tell what happens in a call
const telling =
  /^(?:CSeq|Reason|Replaces|Refer-To|Subscription-State|Require): .*|^a=(?:sendrecv|sendonly|recvonly|inactive)|^SIP\/2\.0 \d+ .*/gm

function inOneLine(message: string): string[] {
  if (/^CSeq: \d+ REGISTER/m.test(message)) return []
  const [first = '', ...rest] = message.split(/\r?\n/)
  return [[first.trim(), ...(rest.join('\n').match(telling) ?? [])].join(' | ')]
}
