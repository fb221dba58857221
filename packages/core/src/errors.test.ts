import { expect, test } from 'vitest'
import { type ErrorCode, errorCatalogue, IllegalCommandError, OffhookError, toOffhookError } from './errors.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]

test.each(codes)('the error %s says what happened and what to do now', (code) => {
  const error = new OffhookError(code)
  expect(error).toMatchObject({ name: 'OffhookError', code, message: errorCatalogue[code].what })
  expect(error.message).toMatch(/^[A-Z].+\.$/)
  expect(error.remedy).toMatch(/^[A-Z].+\.$/)
  expect(error).toBeInstanceOf(Error)
  expect('cause' in error).toBe(false)
})

test('what one must do about being offline exists', () => {
  expect(errorCatalogue.offline.remedy).toContain('phone.connection.connect()')
})

test('an error can say it in its own words and keeps its cause', () => {
  const cause = new TypeError('fetch failed')
  const error = new OffhookError('offline', { message: 'The exchange at wss://x is gone.', cause })
  expect(error).toMatchObject({ code: 'offline', message: 'The exchange at wss://x is gone.', cause })
})

test('an illegal command is an OffhookError that names what is allowed', () => {
  const error = new IllegalCommandError('hold', 'ringing', ['answer', 'decline'])
  expect(error).toBeInstanceOf(OffhookError)
  expect(error).toMatchObject({
    ...{ name: 'IllegalCommandError', code: 'illegal-command', command: 'hold', status: 'ringing' },
    message: 'Cannot hold while ringing; allowed here: answer, decline.',
  })
})

test.each([[new TypeError('x')], ['text'], [undefined], [null], [{ code: 486 }]])(
  'anything thrown (%j) becomes an OffhookError with that as its cause',
  (thrown) => {
    const error = toOffhookError(thrown)
    expect(error).toMatchObject({ name: 'OffhookError', code: 'refused' })
    expect(error.cause).toBe(thrown)
    expect(toOffhookError(thrown, 'offline').code).toBe('offline')
  },
)

test('an OffhookError stays itself', () => {
  const error = new OffhookError('timeout')
  expect(toOffhookError(error, 'offline')).toBe(error)
})
