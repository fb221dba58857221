import { sql } from 'kysely'
import { answerMs } from './answers.ts'
import { pruneEvents } from './events/outbox.ts'
import type { Db } from './world.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** How often what is over is taken away. */
export const tidyMs = hourMs

/** When it is done first: an exchange that runs for an hour at a time is tidied too. */
export const firstTidyMs = 60_000

// a client that slept longer reads everything anew
const eventMs = 2 * dayMs
// one that was used so long ago is not in anybody's hands any more but a thief's, and useless to them
const usedTokenMs = 7 * dayMs

/** Takes away what is over, and keeps the house of the embedded database. */
export async function tidyUp(db: Db, { now, isEmbedded }: { now: number; isEmbedded: boolean }): Promise<void> {
  await pruneEvents(db, now - eventMs)
  await db
    .deleteFrom('answers')
    .where('at', '<=', now - answerMs)
    .execute()
  await db.deleteFrom('sessions').where('expiresAt', '<=', now).execute()
  await db
    .deleteFrom('refreshTokens')
    .where('usedAt', '<=', now - usedTokenMs)
    .execute()
  await db.deleteFrom('passwordResets').where('expiresAt', '<=', now).execute()
  await db.deleteFrom('attempts').where('until', '<=', now).execute()
  if (isEmbedded) await sql`vacuum (analyze)`.execute(db)
}
