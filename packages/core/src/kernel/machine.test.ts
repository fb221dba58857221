import { expect, expectTypeOf, test } from 'vitest'
import { IllegalCommandError } from '../errors.ts'
import { type CommandIn, type CommandOf, defineMachine, type SignalOf, type StatusOf, toMermaid } from './machine.ts'

const door = defineMachine('door', ['open', 'shut'], {
  open: { commands: { close: 'closing', paint: 'open' }, signals: { burned: 'gone' } },
  closing: { commands: {}, signals: { closed: 'shut', burned: 'gone' }, refused: 'open' },
  shut: { commands: { open: 'opening', push: 'opening' }, signals: { burned: 'gone' } },
  opening: { commands: {}, signals: { opened: 'open', burned: 'gone' }, refused: 'back' },
  gone: { commands: {}, signals: {} },
})

test('a command leads where the table says', () => {
  expect(door.command('open', 'close')).toBe('closing')
  expect(door.command('open', 'paint')).toBe('open')
})

test('an illegal command throws and names what is allowed', () => {
  const thrown = catching(() => door.command('open', 'open'))
  expect(thrown).toBeInstanceOf(IllegalCommandError)
  expect(thrown).toMatchObject({
    code: 'illegal-command',
    command: 'open',
    status: 'open',
    allowed: ['close', 'paint'],
  })
  expect(thrown).toHaveProperty('message', 'Cannot open while open; allowed here: close, paint.')
  expect(() => door.command('gone', 'open')).toThrow('Cannot open while gone; allowed here: nothing.')
})

test('late news leads nowhere', () => {
  expect(door.signal('open', 'burned')).toBe('gone')
  expect(door.signal('open', 'closed')).toBeUndefined()
  expect(door.signal('gone', 'burned')).toBeUndefined()
})

test('names that every object has are no commands and no news', () => {
  for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
    expect(() => door.command('open', name)).toThrow(IllegalCommandError)
    expect(door.signal('open', name)).toBeUndefined()
  }
})

test('a refusal goes where the row says: to a status, back, or nowhere', () => {
  expect(door.refused('closing', 'shut')).toBe('open')
  expect(door.refused('opening', 'shut')).toBe('shut')
  expect(door.refused('gone', 'open')).toBe('gone')
})

test('the machine draws itself: beginnings, commands, news, refusals, ends', () => {
  expect(toMermaid(door).split('\n')).toEqual([
    'stateDiagram-v2',
    '  [*] --> open',
    '  [*] --> shut',
    '  open --> closing: close()',
    '  open --> open: paint()',
    '  open --> gone: burned',
    '  closing --> shut: closed',
    '  closing --> gone: burned',
    '  closing --> open: refused',
    '  shut --> opening: open(), push()',
    '  shut --> gone: burned',
    '  opening --> open: opened',
    '  opening --> gone: burned',
    '  opening --> shut: refused',
    '  gone --> [*]',
  ])
})

test('types: a table gives its statuses, commands and signals', () => {
  type Door = typeof door.table
  expectTypeOf<StatusOf<Door>>().toEqualTypeOf<'open' | 'closing' | 'shut' | 'opening' | 'gone'>()
  expectTypeOf<CommandIn<Door, 'open'>>().toEqualTypeOf<'close' | 'paint'>()
  expectTypeOf<CommandIn<Door, 'gone'>>().toEqualTypeOf<never>()
  expectTypeOf<CommandOf<Door>>().toEqualTypeOf<'close' | 'paint' | 'open' | 'push'>()
  expectTypeOf<SignalOf<Door>>().toEqualTypeOf<'burned' | 'closed' | 'opened'>()
})

test('types: a table that leads to a status without a row does not compile', () => {
  // @ts-expect-error ajar has no row
  defineMachine('broken', ['open'], { open: { commands: { close: 'ajar' }, signals: {} } })
  // @ts-expect-error a life cannot begin where there is no row
  defineMachine('broken', ['ajar'], { open: { commands: {}, signals: {} } })
})

function catching(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}
