import { expect, test } from 'vitest'
import { createDocument } from './document.ts'

interface Switches {
  readonly a: boolean
  readonly b: boolean
}

/** A document, and what lies between it and the other side: each save waits until it is let through. */
function kept() {
  const document = createDocument<Switches, Partial<Switches>>((before, next) => ({ ...before, ...next }))
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  const sent: Partial<Switches>[] = []
  const save = (wanted: Partial<Switches>) =>
    document.save(wanted, () => {
      sent.push(wanted)
      return new Promise((resolve, reject) => void waiting.push({ resolve, reject }))
    })
  const turn = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))
  return { document, sent, waiting, save, turn }
}

const off = { a: false, b: false }

test('nothing can be saved before it is loaded', () => {
  const { document, save } = kept()
  expect(document.getSnapshot()).toEqual({ status: 'loading' })
  expect(() => save({ a: true })).toThrow(expect.objectContaining({ code: 'illegal-command', status: 'loading' }))
})

test('what is wanted is told until it is true, and what is true stays what the other side says', async () => {
  const { document, save, waiting, turn } = kept()
  document.arrive(off)
  const saving = save({ a: true })
  expect(document.getSnapshot()).toEqual({ status: 'saving', value: off, wanted: { a: true } })
  await turn()
  document.arrive({ a: true, b: true })
  expect(document.getSnapshot()).toEqual({ status: 'saving', value: { a: true, b: true }, wanted: { a: true } })
  waiting[0]?.resolve()
  await saving
  expect(document.getSnapshot()).toEqual({ status: 'ready', value: { a: true, b: true } })
})

test('a refusal leaves it as it was, and who asked learns why', async () => {
  const { document, save, waiting, turn } = kept()
  document.arrive(off)
  const saving = save({ a: true })
  await turn()
  waiting[0]?.reject(new Error('No'))
  await expect(saving).rejects.toMatchObject({ code: 'refused', cause: new Error('No') })
  expect(document.getSnapshot()).toEqual({ status: 'ready', value: off })
})

test('two changes at once go one after the other, and both are told meanwhile', async () => {
  const { document, save, sent, waiting, turn } = kept()
  document.arrive(off)
  const [first, second] = [save({ a: true }), save({ b: true })]
  await turn()
  expect([sent, document.getSnapshot()]).toEqual([
    [{ a: true }],
    { status: 'saving', value: off, wanted: { a: true, b: true } },
  ])
  waiting[0]?.reject(new Error('No'))
  await expect(first).rejects.toThrow()
  await turn()
  expect(sent).toEqual([{ a: true }, { b: true }])
  expect(document.getSnapshot().status).toBe('saving')
  document.arrive({ a: false, b: true })
  waiting[1]?.resolve()
  await second
  expect(document.getSnapshot()).toEqual({ status: 'ready', value: { a: false, b: true } })
})

test('who did not wait for it is not troubled by an unhandled rejection', async () => {
  const { document, save, waiting, turn } = kept()
  document.arrive(off)
  save({ a: true })
  await turn()
  waiting[0]?.reject(new Error('No'))
  await turn()
  expect(document.getSnapshot().status).toBe('ready')
})

test('once closed it takes no news and no changes', () => {
  const { document, save } = kept()
  document.arrive(off)
  document.close()
  document.arrive({ a: true, b: true })
  expect(document.getSnapshot()).toEqual({ status: 'ready', value: off })
  expect(() => save({ a: true })).toThrow(expect.objectContaining({ code: 'closed' }))
})

test('what was somebody else’s is forgotten, also what they were saving', async () => {
  const { document, save, waiting, turn } = kept()
  document.arrive(off)
  const saving = save({ a: true })
  await turn()
  document.arrive(undefined)
  expect(document.getSnapshot()).toEqual({ status: 'loading' })
  waiting[0]?.resolve()
  await saving
  expect(document.getSnapshot()).toEqual({ status: 'loading' })
  document.arrive({ a: false, b: true })
  expect(document.getSnapshot()).toEqual({ status: 'ready', value: { a: false, b: true } })
})
