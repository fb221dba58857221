import { expect, expectTypeOf, test } from 'vitest'
import { IllegalCommandError } from '../errors.ts'
import { type ConsultationStatus, consultationMachine } from './consultation.ts'
import { createConsulting } from './fake-network.ts'

const over = ['completed', 'cancelled', 'abandoned'] as const
type Consulting = Awaited<ReturnType<typeof createConsulting>>

const ways: Record<ConsultationStatus, (its: Consulting) => unknown> = {
  calling: () => {},
  talking: ({ answer }) => answer(),
  async completing({ answer, network, consultation }) {
    await answer()
    network.hesitate('transfer')
    consultation.complete()
  },
  cancelling({ network, consultation }) {
    network.hesitate('hangUp')
    consultation.cancel()
  },
  completed: ({ consultation }) => consultation.complete(),
  cancelled: ({ consultation }) => consultation.cancel(),
  abandoned: ({ network }) => network.ended('a'),
}
const cells = Object.keys(ways) as ConsultationStatus[]

test('C10 every status of a warm transfer has a way to it', () => {
  expect(cells.sort()).toEqual(Object.keys(consultationMachine.table).sort())
})

test.each(cells.flatMap((status) => (['complete', 'cancel'] as const).map((command) => [command, status] as const)))(
  'C10 %s while %s does what the table says',
  async (command, from) => {
    const its = await createConsulting()
    await ways[from](its)
    const allowed = consultationMachine.allowed(from)
    expect(its.status()).toBe(from)
    const before = its.consultation.getSnapshot()
    const sent = its.network.sent.length
    if (allowed.includes(command)) {
      its.consultation[command]()
      expect(its.status()).toBe(consultationMachine.command(from, command))
      return
    }
    expect(() => its.consultation[command]()).toThrow(IllegalCommandError)
    expect(() => its.consultation[command]()).toThrow(expect.objectContaining({ command, status: from, allowed }))
    expect(its.consultation.getSnapshot()).toBe(before)
    expect(its.network.sent).toHaveLength(sent)
  },
)

const news: Record<string, (its: Consulting) => unknown> = {
  answered: ({ network, colleague }) => network.signal(colleague.id, { type: 'connected' }),
  colleagueGone: ({ network, colleague }) => network.ended(colleague.id),
  originalGone: ({ network }) => network.ended('a'),
  completed: ({ network }) => network.signal('a', { type: 'ended', reason: 'transferred', by: 'me' }),
}

test.each(cells.flatMap((status) => Object.keys(news).map((name) => [name, status] as const)))(
  'C10 the news %s while %s leads where the table says',
  async (name, from) => {
    const its = await createConsulting()
    await ways[from](its)
    news[name]?.(its)
    const wasOver = (over as readonly string[]).includes(from)
    expect(its.status()).toBe(wasOver ? from : (consultationMachine.signal(from, name) ?? from))
  },
)

test('types: statuses and data of a warm transfer', () => {
  expectTypeOf<ConsultationStatus>().toEqualTypeOf<
    'calling' | 'talking' | 'completing' | 'cancelling' | 'completed' | 'cancelled' | 'abandoned'
  >()
})
