import { createDialpad, createPhone, directoryPart } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { demoBook } from '../contacts/demo-book.ts'
import { choiceOf } from './choice.ts'
import { formatNumber } from './format.ts'

const typed = (text: string) => {
  const { directory, close } = createPhone({ directory: directoryPart([demoBook]) })
  onTestFinished(close)
  const pad = createDialpad({ format: formatNumber, match: (wanted) => directory.search(wanted) })
  pad.write(text)
  return pad.getSnapshot()
}

test('C3 a number is dialled as it stands', () => {
  expect(choiceOf(typed('020 123 45 67'))).toEqual({ number: '+31201234567' })
})

test('C3 an extension of a colleague is that colleague', () => {
  expect(choiceOf(typed('202'))).toMatchObject({ number: '202', contact: { uid: 'bob' } })
})

test('C3 a part of an extension calls that part, not the colleague it may become', () => {
  expect(choiceOf(typed('20'))).toEqual({ number: '20' })
})

test('C3 a name calls the first colleague it may be', () => {
  expect(choiceOf(typed('car'))?.number).toBe('203')
  expect(choiceOf(typed('Carol van'))?.number).toBe('203')
})

test('C3 a name nobody has is given to the exchange, which may know it', () => {
  expect(choiceOf(typed('reception'))).toEqual({ number: 'reception' })
})

test('C3 nothing, and what cannot be dialled, is no choice', () => {
  expect(choiceOf(typed(''))).toBeUndefined()
  expect(choiceOf(typed('no such person'))).toBeUndefined()
})
