import { Grammar } from 'sip.js/lib/core/index.js'
import { expect, test } from 'vitest'
import type { Line } from '../sip/line.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { createDialogs } from './dialogs.ts'
import { createFork } from './fork.ts'

test('a device whose address cannot be written is out of reach, and nothing of the attempt is left', async () => {
  const uri = Grammar.URIParse('sip:bob@bob.invalid')
  if (!uri) throw new Error('That is an address')
  let listeners = 0
  const line = {
    ...{ id: 'one', domain: 'exchange.invalid', contactHeader: 'Contact: <sip:x@y>', userAgent: undefined },
    onDisconnected: () => () => {},
    onLost: () => {
      listeners += 1
      return () => {}
    },
    core: {
      makeOutgoingRequestMessage() {
        throw new URIError('URI malformed')
      },
    },
  } as unknown as Line // no more of a line is needed to fail
  const person = { id: 'bob', user: 'bob', extension: '202', name: 'Bob', callerIds: [] }
  const refusals: unknown[] = []
  createFork(
    [{ line, uri, person }],
    {
      from: { name: 'Alice', number: '201' },
      events: { ringing() {}, answered() {}, failed: (refusal) => void refusals.push(refusal) },
    },
    { clock: createManualClock(), dialogs: createDialogs(), noAnswerMs: 1000 },
  )
  expect(refusals).toEqual([])
  await Promise.resolve()
  expect(refusals).toEqual([{ statusCode: 480, reason: undefined }])
  expect(listeners).toBe(0)
})
