import { rm } from 'node:fs/promises'
import { type NumberPlan, numberPlans } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { externalBook } from './books.ts'
import { openStore } from './open.ts'
import { quiet } from './testing/databases.ts'
import { freshFolder } from './testing/fresh-folder.ts'
import { takeOn } from './testing/people.ts'

test('D4 contacts are found by the words of today, also those that were written down for another country', async () => {
  const data = await freshFolder()
  onTestFinished(() => rm(data, { recursive: true }))
  const open = (numbers: NumberPlan) => openStore({ data }, { clock: systemClock, logger: quiet, numbers })
  const first = await open(numberPlans.NL)
  const eve = await takeOn(first, 'eve', { role: 'admin' })
  const contacts = Array.from({ length: 501 }, (_, at) => ({
    name: { full: `Contact ${at}` },
    phones: [{ number: `0${201_000_000 + at}` }],
  }))
  await first.transaction((tx) => tx.contactsOf(eve).createMany(externalBook, contacts))
  const find = async (store: typeof first, text: string) =>
    (await store.contactsOf(eve).page({ text }, { limit: 1000 })).items.length
  expect([await find(first, '+31201'), await find(first, '+32201')]).toEqual([501, 0])
  await first.close()
  const second = await open(numberPlans.BE)
  expect([await find(second, '+31201'), await find(second, '+32201')]).toEqual([0, 501])
  await second.close()
})
