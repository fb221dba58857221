import * as z from 'zod'
import { keepDialog, keptDialogSchema, restoreDialog } from '../sip/dialog-state.ts'
import type { Line } from '../sip/line.ts'
import type { Board } from './board.ts'
import type { Call } from './call.ts'
import { keptEntrySchema } from './journal.ts'
import { createLeg, type Leg } from './leg.ts'

const keptLegSchema = z.object({
  user: z.string(),
  personId: z.string(),
  /** Which of the lines of that process it was on. */
  line: z.string(),
  host: z.string(),
  userAgent: z.exactOptional(z.string()),
  identity: z.object({ name: z.string(), number: z.string() }),
  takesReplaces: z.boolean(),
  followsConnection: z.boolean(),
  terms: z.exactOptional(z.object({ seconds: z.number(), isOurs: z.boolean() })),
  dialog: keptDialogSchema,
  entry: z.exactOptional(keptEntrySchema),
})

/** A call that talks, as it is written down so that the next process can go on with it. */
export const keptCallSchema = z.object({ id: z.string(), legs: z.tuple([keptLegSchema, keptLegSchema]) })

/** A call as it is written down. */
export type KeptCall = z.output<typeof keptCallSchema>

type KeptLeg = z.output<typeof keptLegSchema>

/** What a call is now; nothing when it is about to be over. */
export function keepCall({ id, legs: [a, b] }: Call): KeptCall | undefined {
  const [first, second] = [keepLeg(a), keepLeg(b)]
  return first && second && { id, legs: [first, second] }
}

function keepLeg({ line, person, session, entry, ended, ...leg }: Leg): KeptLeg | undefined {
  const dialog = ended ? undefined : keepDialog(session)
  if (!dialog) return undefined
  const { identity, takesReplaces, followsConnection, terms } = leg
  const written = entry?.keep()
  return {
    ...{ user: person.user, personId: person.id, line: line.id, host: line.host, dialog },
    ...{ identity, takesReplaces, followsConnection },
    ...(line.userAgent !== undefined && { userAgent: line.userAgent }),
    ...(terms && { terms }),
    ...(written && { entry: written }),
  }
}

/** Takes the calls of another process up; what of them cannot go on is over. `awaitLine` opens a line that nobody speaks for yet. */
export function restoreCalls(
  board: Board,
  calls: readonly KeptCall[],
  awaitLine: (device: Pick<Line, 'host' | 'userAgent'>) => Line,
): void {
  const lines = new Map<string, Line>()
  const lineOf = ({ line: id, host, userAgent }: KeptLeg) => {
    const line = lines.get(id) ?? awaitLine({ host, userAgent })
    lines.set(id, line)
    return line
  }
  for (const { id, legs } of calls) {
    const [a, b] = legs.map((leg) => restoreLeg(board, leg, lineOf(leg)))
    if (a && b) board.connect(a, b, id)
    else {
      for (const leg of [a, b]) leg?.hangUp()
      board.office.keeper?.remove(id)
    }
  }
}

function restoreLeg(board: Board, { user, dialog, entry, ...kept }: KeptLeg, line: Line): Leg | undefined {
  const person = board.office.people.signingInAs(user)
  const session = person && restoreDialog(line.core, dialog)
  if (!session) return undefined
  const { identity, takesReplaces, followsConnection, terms } = kept
  const leg = createLeg(session, { line, person, identity, takesReplaces, followsConnection, terms }, board)
  leg.entry = entry && board.journal.resume(person, entry)
  return leg
}
