import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin, nextChange, type Schedule, scheduleProblems } from './schedule.ts'

const office: Schedule = {
  timeZone: 'Europe/Amsterdam',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' })),
  exceptions: [
    { date: '2026-12-25', intervals: [], name: 'Kerstmis' },
    { date: '2026-11-28', intervals: [{ from: '10:00', to: '14:00' }], name: 'Koopzaterdag' },
  ],
}
const at = (text: string) => Date.parse(text)
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

describe('S7 hours', () => {
  test.each([
    ['a working day in winter', '2026-11-23T08:00:00Z', true],
    ['a minute before', '2026-11-23T07:59:59.999Z', false],
    ['the end itself is outside', '2026-11-23T16:30:00Z', false],
    ['a millisecond before the end', '2026-11-23T16:29:59.999Z', true],
    ['the same hour in summer is another one in UTC', '2026-07-06T07:00:00Z', true],
    ['and an hour before it is closed', '2026-07-06T06:59:00Z', false],
    ['a Sunday', '2026-11-22T12:00:00Z', false],
    ['Christmas on a Friday', '2026-12-25T12:00:00Z', false],
    ['a Saturday with hours of its own', '2026-11-28T12:00:00Z', true],
    ['but not all day', '2026-11-28T13:00:00Z', false],
    ['Monday in Amsterdam while it is Sunday in New York', '2026-11-23T08:30:00Z', true],
  ])('%s', (_, moment, expected) => {
    expect(isWithin(office, at(moment))).toBe(expected)
  })

  const night = (timeZone: string, from: string, to: string): Schedule => ({
    ...{ timeZone, exceptions: [] },
    week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to })),
  })

  test('an hour that the clocks leave out in spring is open for nobody', () => {
    const schedule = night('Europe/Amsterdam', '02:00', '03:00')
    const open = Array.from({ length: 1440 }, (_, minute) => at('2026-03-29T00:00:00Z') - 7_200_000 + minute * 60_000)
    expect(open.filter((moment) => isWithin(schedule, moment))).toHaveLength(0)
  })

  test('an hour that the clocks show twice in autumn is open twice', () => {
    const schedule = night('Europe/Amsterdam', '02:00', '03:00')
    const open = Array.from({ length: 1440 }, (_, minute) => at('2026-10-24T22:00:00Z') + minute * 60_000)
    expect(open.filter((moment) => isWithin(schedule, moment))).toHaveLength(120)
  })

  test.each([
    ['half an hour of daylight saving', 'Australia/Lord_Howe', '2026-04-04T15:30:00Z'],
    ['three quarters off', 'Asia/Kathmandu', '2026-11-23T03:15:00Z'],
    ['a day ahead', 'Pacific/Kiritimati', '2026-11-22T19:00:00Z'],
  ])('%s', (_, timeZone, _moment) => {
    const schedule = night(timeZone, '09:00', '10:00')
    const opened = nextChange(schedule, at('2026-11-23T00:00:00Z')) ?? 0
    const shown = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(opened)
    expect(['09:00', '10:00']).toContain(shown)
  })

  test('hours until midnight go on into the next day when that begins at midnight', () => {
    const schedule: Schedule = {
      ...{ timeZone: 'Europe/Amsterdam', exceptions: [] },
      week: [
        { day: 1, from: '20:00', to: '24:00' },
        { day: 2, from: '00:00', to: '06:00' },
      ],
    }
    const midnight = at('2026-11-24T00:00:00+01:00')
    expect([isWithin(schedule, midnight - 1), isWithin(schedule, midnight)]).toEqual([true, true])
    expect(iso(nextChange(schedule, at('2026-11-23T21:00:00+01:00')))).toBe('2026-11-24T05:00:00.000Z')
  })
})

describe('S7 the next change', () => {
  test.each([
    ['closes today', '2026-11-23T12:00:00Z', '2026-11-23T16:30:00.000Z'],
    ['opens tomorrow', '2026-11-23T17:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['opens on the Saturday that is not like the others', '2026-11-27T17:00:00Z', '2026-11-28T09:00:00.000Z'],
    ['leaves Christmas and the weekend out', '2026-12-24T17:00:00Z', '2026-12-28T08:00:00.000Z'],
    ['after the clocks went forward', '2026-03-27T17:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['after the clocks went back', '2026-10-23T17:00:00Z', '2026-10-26T08:00:00.000Z'],
    ['the moment itself is not next', '2026-11-23T08:00:00Z', '2026-11-23T16:30:00.000Z'],
  ])('%s', (_, moment, expected) => {
    expect(iso(nextChange(office, at(moment)))).toBe(expected)
  })

  test('never comes for hours that are never, or always', () => {
    const never: Schedule = { ...office, week: [], exceptions: [] }
    const always = { ...never, week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })) }
    expect(nextChange(never, at('2026-11-23T12:00:00Z'))).toBeUndefined()
    expect(nextChange(always, at('2026-11-23T12:00:00Z'))).toBeUndefined()
  })

  const minute = 60_000
  const timeOf = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const hours = fc
    .tuple(fc.integer({ min: 0, max: 1438 }), fc.integer({ min: 1, max: 720 }))
    .map(([from, length]) => ({ from: timeOf(from), to: timeOf(Math.min(1440, from + length)) }))
  const schedules = fc.record({
    timeZone: fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'),
    week: fc.uniqueArray(fc.record({ day: fc.integer({ min: 1, max: 7 }), hours }), {
      selector: ({ day }) => day,
      maxLength: 5,
    }),
    exceptions: fc.constant([]),
  })

  test('of hours that begin in what the clocks leave out in spring is when they change', () => {
    const week = [{ day: 7, from: '02:01', to: '03:01' }]
    const schedule: Schedule = { timeZone: 'Europe/Amsterdam', week, exceptions: [] }
    expect(nextChange(schedule, at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T01:00:00Z'))
  })

  test('is the first one: nothing changes before it, and something does at it', () =>
    fc.assert(
      fc.property(
        schedules,
        // around the changes of the clocks in spring and autumn of 2026, in Europe, America and Australia
        fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'),
        fc.integer({ min: 0, max: 4 * 24 * 60 }),
        ({ week, ...rest }, day, minutes) => {
          const schedule: Schedule = { ...rest, week: week.map(({ day, hours }) => ({ day, ...hours })) }
          const begin = at(`${day}T00:00:00Z`) + minutes * minute
          const next = nextChange(schedule, begin)
          const now = isWithin(schedule, begin)
          const end = Math.min(next ?? Number.POSITIVE_INFINITY, begin + 3 * 24 * 60 * minute)
          for (let moment = begin; moment < end; moment += 15 * minute) {
            if (isWithin(schedule, moment) !== now) throw new Error(`It changed before, at ${iso(moment)}.`)
          }
          if (next !== undefined) expect(isWithin(schedule, next)).toBe(!now)
        },
      ),
      { numRuns: 100 },
    ))
})

describe('S7 hours that cannot be', () => {
  const wrong = (changes: Partial<Schedule>) =>
    scheduleProblems({ ...office, ...changes }).map(({ pointer, code }) => `${pointer} ${code}`)
  const day = (from: string, to: string, day = 1) => ({ day, from, to })

  test('those of an office can', () => expect(wrong({})).toEqual([]))

  test.each<[string, Partial<Schedule>, readonly string[]]>([
    ['a zone nobody knows', { timeZone: 'Europe/Atlantis' }, ['/timeZone bad-value']],
    ['no zone', { timeZone: '' }, ['/timeZone bad-value']],
    ['a time of no clock', { week: [day('9:00', '25:00')] }, ['/week/0/from bad-format', '/week/0/to bad-format']],
    ['an end before the beginning', { week: [day('17:00', '09:00')] }, ['/week/0/to bad-value']],
    ['no length', { week: [day('09:00', '09:00')] }, ['/week/0/to bad-value']],
    ['an eighth day', { week: [day('09:00', '17:00', 8)] }, ['/week/0/day bad-value']],
    ['one over the other', { week: [day('09:00', '12:00'), day('11:00', '13:00')] }, ['/week duplicate']],
    ['no such date', { exceptions: [{ date: '2026-02-30', intervals: [] }] }, ['/exceptions/0/date bad-format']],
    [
      ...([
        'a date twice',
        {
          exceptions: [
            { date: '2026-12-25', intervals: [] },
            { date: '2026-12-25', intervals: [] },
          ],
        },
      ] as const),
      ['/exceptions/1/date duplicate'],
    ],
    [
      ...([
        'a date with wrong hours',
        { exceptions: [{ date: '2026-12-24', intervals: [{ from: 'x', to: '12:00' }] }] },
      ] as const),
      ['/exceptions/0/intervals/0/from bad-format'],
    ],
  ])('%s', (_, changes, problems) => expect(wrong(changes)).toEqual(problems))

  test('one after the other on one day can', () => {
    expect(wrong({ week: [day('13:00', '17:00'), day('09:00', '13:00')] })).toEqual([])
  })
})
