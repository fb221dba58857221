import { createDocument, type DocumentSnapshot } from '../kernel/document.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import type { Readable } from '../kernel/store.ts'
import type { CallerIdList, CallerIdsTransport } from './transport.ts'

/** The numbers a person may show, and what was asked of them. */
export type CallerIdsSnapshot = DocumentSnapshot<CallerIdList, { readonly standard: string | null }>

/** The numbers a person may show; the choice for one call is `phone.call(to, { callerId })`. */
export interface CallerIds extends Readable<CallerIdsSnapshot> {
  /** Shows a number from now on; `null` goes back to the department's. Rejects with `not-allowed`. */
  choose(number: string | null): Promise<void>
}

/** Keeps the one truth about the numbers a person may show. */
export function createCallerIds(transport: CallerIdsTransport): Live<CallerIds> {
  const { getSnapshot, subscribe, arrive, save, close } = createDocument<
    CallerIdList,
    { readonly standard: string | null }
  >()
  const stop = transport.open({ value: arrive })
  const slice: CallerIds = {
    getSnapshot,
    subscribe,
    choose: (number) => save({ standard: number }, () => transport.send({ type: 'choose', number })),
  }
  return {
    slice,
    close() {
      close()
      stop()
    },
  }
}

/** The caller ids as a part of a phone: `createPhone({ callerIds: callerIdsPart(transport) })`. */
export const callerIdsPart = (transport: CallerIdsTransport): Part<CallerIds> => part(() => createCallerIds(transport))
