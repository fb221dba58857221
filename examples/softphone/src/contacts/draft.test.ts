import type { Contact } from '@offhook/core'
import { expect, test } from 'vitest'
import { draftOf, fieldsIn, kindOf, newDraft, placeOf } from './draft.ts'

const ada: Contact = {
  ...{ uid: 'ada', book: 'personal', kind: 'individual', readOnly: false, favourite: true, etag: '"1"' },
  name: { full: 'Ada Lovelace', given: 'Ada', surname: 'Lovelace' },
  organizations: [{ name: 'Analytical', units: ['Engine'] }, { name: 'Royal Society' }],
  titles: ['Countess'],
  phones: [
    { number: '+31201234567', contexts: ['work'], label: 'front desk', pref: 1 },
    { number: '+31612345678', features: ['mobile', 'text'] },
  ],
  emails: [{ address: 'ada@example.nl', label: 'work' }],
  photo: '/ada.png',
  note: 'Punch cards',
}

test('D3 a contact that is opened and saved is what it was, with all that the form does not show', () => {
  expect(fieldsIn(draftOf(ada), ada)).toEqual({
    ...{ name: ada.name, organizations: ada.organizations, titles: ada.titles, phones: ada.phones },
    ...{ emails: ada.emails, photo: ada.photo, note: ada.note, kind: 'individual' },
  })
})

test('D3 a new name takes the parts of the old one away', () => {
  expect(fieldsIn({ ...draftOf(ada), name: 'Ada King' }, ada).name).toEqual({ full: 'Ada King' })
})

test('D3 a number that changed its meaning keeps its label', () => {
  const draft = draftOf(ada)
  const [first] = fieldsIn({ ...draft, numbers: [{ number: '+31201234567', kind: 'fax' }] }, ada).phones ?? []
  expect(first).toMatchObject({ number: '+31201234567', features: ['fax'], label: 'front desk' })
})

test('D3 what is emptied is gone, and empty lines are nothing', () => {
  const fields = fieldsIn(
    { ...draftOf(ada), company: ' ', email: '', note: '', numbers: [{ number: ' ', kind: 'work' }] },
    ada,
  )
  expect(fields).toMatchObject({ organizations: [{ name: 'Royal Society' }], emails: [], phones: [] })
  expect(fields.note).toBeUndefined()
})

test('D3 a problem is told at its field, also when lines before it are empty', () => {
  const draft = {
    ...newDraft(),
    numbers: [{ number: '', kind: 'work' } as const, { number: 'x y', kind: 'work' } as const],
  }
  const at = (pointer: string) => placeOf({ pointer, code: '', detail: '' }, draft)
  expect(at('/phones/0/number')).toBe('number 1')
  expect(at('/name/full')).toBe('name')
  expect(at('/titles/0')).toBe('title')
  expect(at('/phones')).toBe('number 1')
  expect(at('/whatever')).toBe('form')
})

test('D5 a mobile number that called is a mobile number', () => {
  expect(newDraft({ number: '+31612345678' }).numbers).toEqual([{ number: '+31612345678', kind: 'mobile' }])
  expect(newDraft({ number: '+31201234567', name: 'Ada' })).toMatchObject({ name: 'Ada', numbers: [{ kind: 'work' }] })
})

test.each([
  [{ features: ['fax'], contexts: ['work'] }, 'fax'],
  [{ features: ['mobile'], contexts: ['work'] }, 'mobile'],
  [{ contexts: ['private'] }, 'private'],
  [{ contexts: ['work'] }, 'work'],
  [{}, 'other'],
] as const)('C2 a number with %j is %s', (phone, kind) => {
  expect(kindOf(phone)).toBe(kind)
})
