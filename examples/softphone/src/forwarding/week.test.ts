import { expect, test } from 'vitest'
import { hoursOn, nameOfDay, nextHours, withHours } from './week.ts'

const week = [
  { day: 1, from: '09:00', to: '12:00' },
  { day: 2, from: '09:00', to: '17:00' },
]
const schedule = { timeZone: 'Europe/Amsterdam', week, exceptions: [] }

test('S7 the hours of one day change and those of the others stay', () => {
  const changed = withHours(schedule, 1, [{ from: '08:00', to: '10:00' }])
  expect(hoursOn(changed, 1)).toEqual([{ day: 1, from: '08:00', to: '10:00' }])
  expect(hoursOn(changed, 2)).toEqual([week[1]])
  expect(withHours(schedule, 2, []).week).toEqual([week[0]])
})

test('S7 one more stretch begins after a break and ends the same day', () => {
  expect(nextHours([])).toEqual({ from: '09:00', to: '17:00' })
  expect(nextHours([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '16:00' })
  expect(nextHours([{ from: '09:00', to: '22:30' }])).toEqual({ from: '22:00', to: '23:00' })
})

test('S7 the week begins on Monday', () => {
  expect(nameOfDay(1, 'nl-NL')).toBe('Maandag')
  expect(nameOfDay(7, 'en-GB')).toBe('Sunday')
})
