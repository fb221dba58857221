import { expect, test } from 'vitest'
import { createConsulting, createStage, quiet, statuses } from './fake-network.ts'

test('C10 warm transfer: the caller is put on hold, the colleague is called, then the two are connected', async () => {
  const { original, colleague, consultation, answer, network, status } = await createConsulting()
  expect(statuses(original, colleague)).toEqual(['held', 'dialing'])
  expect(status()).toBe('calling')
  network.signal(colleague.id, { type: 'alerting', earlyMedia: false })
  expect(status()).toBe('calling')
  await answer()
  expect(status()).toBe('talking')
  expect(statuses(original, colleague)).toEqual(['held', 'connected'])

  await consultation.complete()
  expect(network.commands.at(-1)).toEqual({ type: 'transfer', to: { kind: 'call', id: colleague.id } })
  expect(consultation.getSnapshot()).toEqual({ status: 'completed' })
  expect(original.getSnapshot()).toMatchObject({ status: 'ended', reason: 'transferred' })
})

test('C10 back to the caller: the colleague is hung up with, the caller is taken off hold', async () => {
  const { original, colleague, consultation, answer } = await createConsulting()
  await answer()
  await consultation.cancel()
  expect(consultation.getSnapshot()).toEqual({ status: 'cancelled' })
  expect(statuses(original, colleague)).toEqual(['connected', 'ended'])
})

test('C10 back to the caller while the colleague still rings', async () => {
  const { original, colleague, consultation, network } = await createConsulting()
  network.signal(colleague.id, { type: 'alerting', earlyMedia: false })
  await consultation.cancel()
  expect(consultation.getSnapshot()).toEqual({ status: 'cancelled' })
  expect(statuses(original, colleague)).toEqual(['connected', 'ended'])
})

test('C10 back to the caller at once, while that one is only being put on hold', async () => {
  const { connect, network } = createStage()
  const original = await connect('a')
  await quiet()
  network.hesitate('hold')
  const consultation = original.consult('303')
  await quiet()
  const cancelled = consultation.cancel()
  network.next('hold').obey()
  await cancelled
  expect(statuses(original, consultation.colleague)).toEqual(['connected', 'ended'])
  expect(consultation.getSnapshot()).toEqual({ status: 'cancelled' })
  expect(network.sent).toEqual(['a answer', 'a hold', 'a resume'])
})

test('C10 connecting while the colleague still rings sends the caller there blindly', async () => {
  const { original, colleague, consultation, network } = await createConsulting()
  await consultation.complete()
  expect(colleague.getSnapshot()).toMatchObject({ status: 'ended', by: 'me' })
  expect(network.commands.at(-1)).toMatchObject({ type: 'transfer', to: { kind: 'number', target: { dial: '303' } } })
  expect(original.getSnapshot()).toMatchObject({ status: 'ended', reason: 'transferred' })
  expect(consultation.getSnapshot()).toEqual({ status: 'completed' })
})

test('C10 connecting at once, while the caller is only being put on hold', async () => {
  const { connect, network } = createStage()
  const original = await connect('a')
  await quiet()
  network.hesitate('hold')
  const consultation = original.consult('303')
  await quiet()
  const completed = consultation.complete()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold'])
  network.next('hold').obey()
  await completed
  expect(consultation.getSnapshot()).toEqual({ status: 'completed' })
})

test('C10 a busy colleague: back with the caller by itself, and why', async () => {
  const { original, colleague, consultation, network } = await createConsulting()
  network.signal(colleague.id, { type: 'ended', reason: 'busy', by: 'them' })
  await quiet()
  expect(statuses(original, colleague)).toEqual(['connected', 'ended'])
  expect(consultation.getSnapshot()).toMatchObject({
    status: 'cancelled',
    error: { code: 'call-ended', message: 'The call with the colleague ended (busy).' },
  })
})

test('C10 the colleague hangs up while talking: back with the caller', async () => {
  const { original, colleague, answer, network, status } = await createConsulting()
  await answer()
  network.ended(colleague.id)
  await quiet()
  expect(statuses(original, colleague)).toEqual(['connected', 'ended'])
  expect(status()).toBe('cancelled')
})

test('C10 the colleague is gone and the caller cannot be taken off hold: it is over all the same, and says why', async () => {
  const { original, colleague, consultation, network } = await createConsulting()
  network.refuseNext('resume')
  network.ended(colleague.id)
  await quiet()
  expect(consultation.getSnapshot()).toMatchObject({ status: 'cancelled', error: { code: 'refused' } })
  expect(original.getSnapshot().status).toBe('held')
  await original.resume()
  expect(original.getSnapshot().status).toBe('connected')
})

test('C10 going back when the caller cannot be taken off hold rejects, and is over', async () => {
  const { consultation, network, original } = await createConsulting()
  network.refuseNext('resume')
  await expect(consultation.cancel()).rejects.toMatchObject({ code: 'refused' })
  expect(consultation.getSnapshot()).toMatchObject({ status: 'cancelled', error: { code: 'refused' } })
  expect(original.getSnapshot().status).toBe('held')
})

test('C10 the caller hangs up meanwhile: abandoned, and the colleague is still there', async () => {
  const { original, colleague, consultation, answer, network } = await createConsulting()
  await answer()
  network.ended('a')
  await quiet()
  expect(consultation.getSnapshot()).toEqual({ status: 'abandoned' })
  expect(statuses(original, colleague)).toEqual(['ended', 'connected'])
})

test('C10 the caller hangs up before the colleague answers: abandoned, and the colleague still rings', async () => {
  const { colleague, network, status } = await createConsulting()
  network.ended('a')
  await quiet()
  expect(status()).toBe('abandoned')
  expect(colleague.getSnapshot().status).toBe('dialing')
})

test('C10 the caller hangs up while the two are being connected', async () => {
  const { consultation, answer, network, status } = await createConsulting()
  await answer()
  network.hesitate('transfer')
  const completed = consultation.complete()
  network.ended('a')
  await expect(completed).rejects.toMatchObject({ code: 'call-ended' })
  expect(status()).toBe('abandoned')
})

test('C10 a refused connection leaves everything as it was, to be tried again', async () => {
  const { original, colleague, consultation, answer, network } = await createConsulting()
  await answer()
  network.refuseNext('transfer')
  await expect(consultation.complete()).rejects.toMatchObject({ code: 'refused' })
  expect(consultation.getSnapshot()).toMatchObject({ status: 'talking', error: { code: 'refused' } })
  expect(statuses(original, colleague)).toEqual(['held', 'connected'])
  await consultation.complete()
  expect(consultation.getSnapshot()).toEqual({ status: 'completed' })
})

test('C10 a refused connection while the colleague rang: back with the caller, for the colleague is gone', async () => {
  const { original, consultation, network } = await createConsulting()
  network.refuseNext('transfer')
  await expect(consultation.complete()).rejects.toMatchObject({ code: 'refused' })
  await quiet()
  expect(consultation.getSnapshot()).toMatchObject({ status: 'cancelled', error: { code: 'call-ended' } })
  expect(original.getSnapshot().status).toBe('connected')
})

test('C10 the colleague hangs up while a connection is refused: back with the caller', async () => {
  const { original, colleague, consultation, answer, network } = await createConsulting()
  await answer()
  network.hesitate('transfer')
  const completed = consultation.complete()
  network.ended(colleague.id)
  network.next('transfer').refuse()
  await expect(completed).rejects.toMatchObject({ code: 'refused' })
  await quiet()
  expect(consultation.getSnapshot().status).toBe('cancelled')
  expect(original.getSnapshot().status).toBe('connected')
})

test('C10 a caller who cannot be put on hold is not left: no colleague is called', async () => {
  const { connect, network } = createStage()
  const original = await connect('a')
  await quiet()
  network.refuseNext('hold')
  const consultation = original.consult('303')
  await quiet()
  expect(statuses(original, consultation.colleague)).toEqual(['connected', 'ended'])
  expect(consultation.getSnapshot()).toMatchObject({ status: 'cancelled', error: { code: 'call-ended' } })
  expect(network.sent).toEqual(['a answer', 'a hold'])
})

test('C10 a caller who is on hold already can be consulted about', async () => {
  const { connect, network } = createStage()
  const original = await connect('a')
  await original.hold()
  const consultation = original.consult('303')
  await quiet()
  expect(network.sent.slice(2)).toEqual([`${consultation.colleague.id} dial`])
})

test('C10 a bad number is refused before anything happens', async () => {
  const { connect, network, calls } = createStage()
  const original = await connect('a')
  await quiet()
  expect(() => original.consult('not a number')).toThrow(expect.objectContaining({ code: 'bad-number' }))
  await quiet()
  expect(original.getSnapshot().status).toBe('connected')
  expect(calls.getSnapshot().all).toEqual([original])
  expect(network.sent).toEqual(['a answer'])
})

test('C10 swapping to the caller and back does not disturb a warm transfer', async () => {
  const { original, colleague, consultation, answer, calls, status } = await createConsulting()
  await answer()
  await calls.swap()
  expect(statuses(original, colleague)).toEqual(['connected', 'held'])
  expect(status()).toBe('talking')
  await consultation.complete()
  expect(status()).toBe('completed')
})

test('C10 a colleague put on hold the moment of answering has answered', async () => {
  const { consultation, colleague, network, status } = await createConsulting()
  colleague.subscribe(() => void colleague.when('connected')?.hold())
  network.signal(colleague.id, { type: 'connected' })
  await quiet()
  expect(status()).toBe('talking')
  await consultation.complete()
  expect(network.commands.at(-1)).toMatchObject({ type: 'transfer', to: { kind: 'call' } })
})

test('C10 handing the caller over by hand completes it too', async () => {
  const { original, colleague, answer, status } = await createConsulting()
  await answer()
  await original.transfer(colleague)
  expect(status()).toBe('completed')
})

test('C10 closing the phone leaves nothing pending', async () => {
  const { consultation, answer, network, close, status } = await createConsulting()
  await answer()
  network.hesitate('transfer')
  const completed = consultation.complete()
  close()
  await expect(completed).rejects.toMatchObject({ code: 'call-ended' })
  expect(status()).toBe('abandoned')
})

test('C10 what is not awaited is no unhandled rejection', async () => {
  const seen: unknown[] = []
  const see = (reason: unknown) => seen.push(reason)
  process.on('unhandledRejection', see)
  const { consultation, answer, network } = await createConsulting()
  await answer()
  network.refuseNext('transfer')
  consultation.complete()
  await quiet()
  network.refuseNext('resume')
  consultation.cancel()
  await quiet()
  process.off('unhandledRejection', see)
  expect(consultation.getSnapshot().status).toBe('cancelled')
  expect(seen).toEqual([])
})
