import { parseTarget } from '@offhook/core'
import { expect, test } from 'vitest'
import { uriOf } from './target.ts'

test.each([
  ['202', 'sip:202@x.nl'],
  ['020 123 45 67', 'sip:+31201234567@x.nl'],
  ['*21*0201234567#', 'sip:*21*0201234567%23@x.nl'],
  ['bob', 'sip:bob@x.nl'],
  ['bob@example.nl', 'sip:bob@example.nl'],
  ['bob@Example.NL:5061', 'sip:bob@example.nl:5061'],
  ['50%@example.nl', 'sip:50%25@example.nl'],
  ['a%2Bb@example.nl', 'sip:a+b@example.nl'],
])('%s is dialled as %s', (typed, uri) => {
  expect(String(uriOf(parseTarget(typed), 'x.nl'))).toBe(uri)
})
