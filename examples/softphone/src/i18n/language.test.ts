import { callMachine, connectionMachine, errorCatalogue } from '@offhook/core'
import { expect, test } from 'vitest'
import { languages, preferredLanguage, type Words, words } from './language.ts'

const facts = { name: 'Bob', by: 'them', direction: 'incoming' } as const

/** Every sentence of a language with the path to it; functions are called with plausible facts. */
function sentences(part: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof part === 'string') return [[path, part]]
  if (typeof part === 'function') return [[path, String(part(path.startsWith('.ends') ? facts : 'Bob', 3))]]
  return Object.entries(part as object).flatMap(([name, below]) => sentences(below, `${path}.${name}`))
}

const languageList = Object.entries(words)

test.each(languageList)('in %s nothing is left without words', (_language, all) => {
  expect(sentences(all).filter(([, sentence]) => sentence.trim() === '')).toEqual([])
})

test.each(languageList)('in %s every error, status and end has its sentence', (_language, all: Words) => {
  const troubles = [...Object.keys(errorCatalogue), 'microphone-muted']
  expect(Object.keys(all.errors).sort()).toEqual(troubles.sort())
  expect(Object.keys(all.statuses).sort()).toEqual(Object.keys(callMachine.table).sort())
  expect(Object.keys(all.connection).sort()).toEqual(Object.keys(connectionMachine.table).sort())
})

test('Dutch and English are two languages: no whole sentence was forgotten in the other', () => {
  const english = new Map(sentences(words.en))
  const same = sentences(words.nl).filter(([path, sentence]) => english.get(path) === sentence && / .* /.test(sentence))
  expect(same).toEqual([])
})

test('the end of a call tells by whom it ended', () => {
  expect(words.nl.ends['hung-up']({ ...facts, by: 'me' })).toBe('Gesprek met Bob beëindigd')
  expect(words.nl.ends['hung-up'](facts)).toBe('Bob heeft opgehangen')
  expect(words.en.ends.unanswered(facts)).toBe('Missed call from Bob')
  expect(words.en.ends.unanswered({ ...facts, direction: 'outgoing' })).toBe('Bob does not answer')
})

test('the page speaks the first language of the browser that it knows', () => {
  expect(preferredLanguage(['fr-BE', 'nl-BE', 'en'])).toBe('nl')
  expect(preferredLanguage(['de', 'EN-gb'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
  expect(Object.keys(languages)).toEqual(Object.keys(words))
})
