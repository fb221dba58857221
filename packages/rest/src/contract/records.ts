import * as z from 'zod/mini'
import { CallRecord, Figures, recordFilter } from './history.ts'
import { pageOf, paging } from './paging.ts'
import { route } from './route.ts'
import { id, maybe, time } from './wire.ts'

/** A record as the company sees it: whose it is. */
export const CompanyRecord = z.object({ ...CallRecord.shape, personId: id })

/** Call records of the whole company; not in the client. */
export const recordRoutes = {
  records: route('GET /v1/records', {
    auth: 'admin',
    query: z.object({ ...recordFilter, ...paging, person: maybe(id) }),
    answer: pageOf(CompanyRecord),
  }),
  recordFigures: route('GET /v1/records/figures', {
    auth: 'admin',
    query: z.object({ from: maybe(time), to: maybe(time), person: maybe(id) }),
    answer: Figures,
  }),
} as const
