import { createParser as createReference } from 'eventsource-parser'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createParser, type Message } from './parser.ts'

/** What is read of pieces of text. */
function read(...pieces: readonly string[]) {
  const messages: Message[] = []
  const retries: number[] = []
  const feed = createParser({ message: (message) => messages.push(message), retry: (ms) => retries.push(ms) })
  for (const piece of pieces) feed(piece)
  return { messages, retries }
}
const dataOf = (...pieces: readonly string[]) => read(...pieces).messages.map(({ data }) => data)

test('the examples of the standard are read as it says', () => {
  expect(dataOf('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual(['YHOO\n+2\n10'])
  const stream = ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n'
  expect(read(stream).messages).toEqual([
    { id: '1', type: 'message', data: 'first event' },
    { id: '', type: 'message', data: 'second event' },
    { id: '', type: 'message', data: ' third event' },
  ])
  expect(dataOf('data\n\ndata\ndata\n\ndata:')).toEqual(['', '\n'])
  expect(dataOf('data:test\n\ndata: test\n\n')).toEqual(['test', 'test'])
})

test('ids stay until there is another, and one with a NUL in it is none', () => {
  const ids = read('id: 7\ndata: a\n\ndata: b\n\nid: 8\0\ndata: c\n\nid: 9\n\ndata: d\n\n').messages.map(({ id }) => id)
  expect(ids).toEqual(['7', '7', '7', '9'])
})

test('a type holds for one message, and a name nobody knows for nothing', () => {
  const { messages, retries } = read(
    'event: a\ndata: 1\n\ndata: 2\n\nconstructor: x\nretry: 1500\nretry: 1e3\nretry: -1\n\n',
  )
  expect(messages.map(({ type }) => type)).toEqual(['a', 'message'])
  expect(retries).toEqual([1500])
})

test('what is not ended by an empty line was never there', () => {
  expect(dataOf('data: whole\n\nid: 2\ndata: cut')).toEqual(['whole'])
})

const stream = [
  ': heartbeat\r\n\r\n',
  'id: 1\r\nevent: stream.opened\r\ndata: {"a":1}\r\n\r\n',
  'id: 2\rdata: {"name":"Ö 電話 🎧"}\r\r',
  'retry: 2000\n:\n\n',
  'id: 3\ndata: one\ndata: two\n\ndata: last\n\n',
].join('')

test('a stream that is cut at any place, also within a line end, says the same', () => {
  const whole = read(stream)
  expect(whole.messages.length).toBe(4)
  for (let at = 0; at <= stream.length; at++) expect(read(stream.slice(0, at), stream.slice(at))).toEqual(whole)
})

test('cut at any byte, also within a letter, and in any number of pieces', () => {
  const bytes = new TextEncoder().encode(stream)
  const whole = read(stream)
  const pieces = fc.array(fc.nat(bytes.length), { maxLength: 12 })
  fc.assert(
    fc.property(pieces, (cuts) => {
      const decoder = new TextDecoder()
      const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
      const texts = places.slice(1).map((to, at) => decoder.decode(bytes.subarray(places[at], to), { stream: true }))
      expect(read(...texts)).toEqual(whole)
    }),
  )
})

test('another parser reads the same out of whatever there is', () => {
  const piece = fc.constantFrom('data', 'id', 'event', ':', ': ', ' ', '\n', '\r\n', 'a', '1', '\n\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
      const text = `${parts.join('')}\n\n`
      const theirs: string[] = []
      const reference = createReference({ onEvent: ({ data }) => void theirs.push(data) })
      reference.feed(text)
      expect(dataOf(text)).toEqual(theirs)
    }),
    { numRuns: 500 },
  )
})
