import { describe, expect, test } from 'vitest'
import { readGrace } from './kept.ts'

const read = (value: string | undefined) => readGrace({ getHeader: () => value })

test('C15 an exchange says how long it keeps a call that talks and one that rings; some of that is left for asking', () => {
  expect(read('30;ringing=10')).toEqual({ talking: 25_000, ringing: 8_333 })
  expect(read('60')).toEqual({ talking: 50_000 })
  expect(read('30;ringing=0')).toEqual({ talking: 25_000 })
})

describe('what cannot be read says nothing', () => {
  test.each([undefined, '', 'soon', '-1', '30;ringing=soon', '999999', '30 ;ringing=1'])('%s', (value) => {
    expect(read(value)).toBeUndefined()
  })
})
