import type { Forwarding } from '../../forwarding/forwarding.ts'
import type { Schedule } from '../../forwarding/schedule.ts'
import type { ForwardingPlan, ForwardingRule } from '../../forwarding/transport.ts'
import { contentOf, loaded, type OfficeCase, type OfficeWorld, refusal, same } from '../office/world.ts'

/** The forwarding of two people. */
export type ForwardingWorld = OfficeWorld<Forwarding>

const rules: readonly ForwardingRule[] = [
  { status: 'available', callers: 'inside', situation: 'busy', target: { to: 'busy-tone' } },
  { status: 'available', callers: 'outside', situation: 'no-answer', afterSeconds: 20, target: { to: 'voicemail' } },
  { status: 'available', callers: 'outside', situation: 'unreachable', target: { to: 'own-mobile' } },
  { status: 'away', callers: 'outside', situation: 'always', target: { to: 'external', number: '+31201234567' } },
  { status: 'holiday', callers: 'inside', situation: 'always', target: { to: 'colleague', extension: '202' } },
  { status: 'holiday', callers: 'outside', situation: 'outside-hours', target: { to: 'system', number: '800' } },
  { status: 'lunch', callers: 'inside', situation: 'always', target: { to: 'none' } },
]

const ownHours: Schedule = {
  timeZone: 'Europe/Amsterdam',
  week: [
    { day: 1, from: '08:00', to: '12:00' },
    { day: 1, from: '13:00', to: '24:00' },
  ],
  exceptions: [{ date: '2026-12-25', intervals: [], name: 'Kerstmis' }],
}

const saves = async (world: ForwardingWorld) => {
  const { alice, bob } = world
  const window = await world.another()
  await loaded(world, alice, bob, window)
  const { officeHours } = contentOf(alice)
  const plan: ForwardingPlan = { rules, ownHours }
  await alice.save(plan)
  same(contentOf(alice).rules, rules, 'the rules, as soon as they are true')
  same(contentOf(alice).ownHours, ownHours, 'the own hours')
  same(contentOf(alice).officeHours, officeHours, "the office's hours, which are not one's own to change")
  await world.until(() => contentOf(window).rules.length === rules.length, 'the other window has them')
  same(contentOf(bob).rules.length, 0, 'the rules of a colleague')
  await alice.save({ rules: [] })
  await world.until(() => contentOf(window).ownHours === undefined, 'the own hours are gone')
}

const oneByOne = async (world: ForwardingWorld) => {
  const { alice } = world
  await loaded(world, alice)
  const [first, second] = rules
  if (first === undefined || second === undefined) throw new Error('There are no rules to set.')
  // both at once: the second is added to the first, and does not take it away
  await Promise.all([alice.set(first), alice.set(second)])
  same(contentOf(alice).rules, [first, second], 'both rules')
  await alice.set({ ...first, target: { to: 'voicemail' } })
  same(contentOf(alice).rules.length, 2, 'how many there are after one was replaced')
  await alice.remove(second)
  same(contentOf(alice).rules, [{ ...first, target: { to: 'voicemail' } }], 'what is left')
  await alice.save({ rules: [] })
}

const refusesNonsense = async (world: ForwardingWorld) => {
  const { alice } = world
  await loaded(world, alice)
  const before = contentOf(alice).rules
  const always = { status: 'away', callers: 'inside', situation: 'always' } as const
  const wrong: [string, ForwardingPlan][] = [
    [
      '/rules/1',
      {
        rules: [
          { ...always, target: { to: 'voicemail' } },
          { ...always, target: { to: 'none' } },
        ],
      },
    ],
    ['/rules/0/target/number', { rules: [{ ...always, target: { to: 'external', number: '112' } }] }],
    ['/rules/0/target/extension', { rules: [{ ...always, target: { to: 'colleague', extension: 'x y' } }] }],
    ['/rules/0/afterSeconds', { rules: [{ ...always, situation: 'no-answer', target: { to: 'voicemail' } }] }],
    ['/ownHours/timeZone', { rules: [], ownHours: { ...ownHours, timeZone: 'Europe/Nowhere' } }],
  ]
  for (const [pointer, plan] of wrong) {
    const error = await refusal(() => alice.save(plan), pointer)
    same([error.code, error.problems[0]?.pointer], ['invalid', pointer], 'the error')
  }
  same(contentOf(alice).rules, before, 'the rules after')
}

/** What every transport of forwarding does. */
export const forwardingContract: readonly OfficeCase<ForwardingWorld>[] = [
  { id: 'S8', name: 'rules and own hours are saved as they are, and the other window sees them', run: saves },
  { id: 'S8', name: 'rules are set and taken away one by one', run: oneByOne },
  { id: 'S8', name: 'rules that make no sense are refused by field, and nothing is changed', run: refusesNonsense },
]
