import { OffhookError } from '@offhook/core'
import { Session } from 'sip.js'

const mark = Symbol.for('offhook.sip.js')

/**
 * Refuses a second copy of sip.js on the page. Its `instanceof` checks fail across copies, and then a good answer is
 * read as one without a description and the call is ended.
 */
export function assertOneCopy(page: object = globalThis): void {
  const found: unknown = Reflect.get(page, mark)
  if (found === undefined) Reflect.set(page, mark, Session)
  else if (found !== Session) throw new OffhookError('duplicate-library')
}
