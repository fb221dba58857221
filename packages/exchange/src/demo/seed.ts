import type { Schedule } from '@offhook/core'
import { externalBook } from '../store/books.ts'
import { usualOfficeHours } from '../store/forwarding.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Store, Writing } from '../store/store.ts'
import { createChance } from './chance.ts'
import { madeUpCompany, madeUpContact } from './contacts.ts'
import { colleagueOf, madeUpRecord, partyOf, pastMoments } from './history.ts'
import { companies } from './names.ts'
import { type DemoColleague, demoCallerIds, demoColleagues } from './people.ts'

const people = 280
const callsEach = 45
const seed = 201
const dayMs = 24 * 3_600_000

const officeHours: Schedule = {
  ...usualOfficeHours,
  exceptions: [
    { date: '2026-12-25', intervals: [], name: 'Eerste kerstdag' },
    { date: '2026-12-26', intervals: [], name: 'Tweede kerstdag' },
    { date: '2026-12-31', intervals: [{ from: '09:00', to: '15:00' }], name: 'Oudejaarsdag' },
  ],
}

/**
 * Makes a company of the people that are there: colleagues whose passwords are their user names, a phonebook of a few
 * hundred contacts, calls there were, office hours and numbers to show. All of it, or nothing.
 */
export async function seedDemo(store: Store, now = Date.now()): Promise<void> {
  const colleagues = await Promise.all(
    demoColleagues.map(async (colleague) => ({ ...colleague, passwordHash: await hashPassword(colleague.user) })),
  )
  await store.transaction(async (tx) => {
    for (const colleague of colleagues) await hire(tx, colleague)
    await tx.forwarding.saveOfficeHours(officeHours)
    await fill(tx, now)
  })
}

async function hire(
  { people, presence }: Writing,
  { status, note, ...person }: DemoColleague & { readonly passwordHash: string },
): Promise<void> {
  const { person: made } = await people.create({ ...person, email: `${person.user}@example.nl` })
  if (status) await presence.set(made.id, { status, ...(note !== undefined && { note }) })
}

/** Fills phonebook and histories, and says which numbers may be shown. */
async function fill(tx: Writing, now: number): Promise<void> {
  const chance = createChance(seed)
  const everybody = await tx.people.all()
  const contacts = [
    ...companies.map((name, at) => madeUpCompany(name, at)),
    ...Array.from({ length: people }, (_, at) => madeUpContact(chance, at)),
  ]
  const [first] = everybody
  if (first) await tx.contactsOf({ id: first.id, role: 'admin' }).createMany(externalBook, contacts)
  for (const person of everybody) {
    const { allowed } = await tx.callerIds.of(person.id)
    if (allowed.length === 0) await tx.callerIds.allow(person.id, demoCallerIds(person.extension, person.name))
    const past = pastMoments(now, callsEach).map((endedAt) => {
      const colleague = chance.of(everybody)
      const other =
        colleague.id === person.id || chance.below(3) > 0 ? partyOf(chance.of(contacts)) : colleagueOf(colleague)
      return madeUpRecord(chance, person, { other, endedAt })
    })
    await tx.history.addMany(past)
    // what was missed since yesterday is still new
    await tx.history.see(person.id, now - dayMs)
  }
}
