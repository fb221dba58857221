import { OffhookError } from '../errors.ts'

/** How a country writes its numbers: enough to make them international (E.164). */
export interface NumberPlan {
  /** The country's calling code, without plus: `'31'`. */
  readonly countryCode: string
  /** What stands before a national number and falls away internationally: `'0'`; empty where there is none. */
  readonly trunkPrefix: string
  /** What is dialled before a foreign number: `'00'`. */
  readonly internationalPrefix: string
  /** The fewest digits of a full national number, trunk prefix included; what is shorter stays as it is dialled. */
  readonly shortestNational: number
  /** Emergency and other numbers that are never rewritten. */
  readonly special: readonly string[]
}

const plan = (countryCode: string, trunkPrefix: string, shortestNational: number, special: string[]): NumberPlan => ({
  ...{ countryCode, trunkPrefix, shortestNational },
  internationalPrefix: countryCode === '1' ? '011' : '00',
  special: [...special, '112'],
})

/** Number plans by ISO 3166 country; hand in your own plan for another country. */
export const numberPlans = {
  NL: plan('31', '0', 10, ['116000', '116111', '116117', '116123']),
  BE: plan('32', '0', 9, ['100', '101']),
  DE: plan('49', '0', 7, ['110']),
  FR: plan('33', '0', 10, ['15', '17', '18']),
  GB: plan('44', '0', 10, ['999', '111']),
  IE: plan('353', '0', 8, ['999']),
  LU: plan('352', '', 6, ['113']),
  AT: plan('43', '0', 7, ['122', '133', '144']),
  CH: plan('41', '0', 10, ['117', '118', '144']),
  ES: plan('34', '', 9, ['091']),
  PT: plan('351', '', 9, []),
  IT: plan('39', '', 8, ['113', '115', '118']),
  DK: plan('45', '', 8, []),
  SE: plan('46', '0', 8, []),
  NO: plan('47', '', 8, ['110', '113']),
  US: plan('1', '1', 10, ['911', '988']),
} as const satisfies Record<string, NumberPlan>

/** What kind of thing is dialled; only `international` numbers are certain to be E.164. */
export type TargetKind = 'international' | 'national' | 'internal' | 'special' | 'code' | 'name' | 'address'

/** Something that can be dialled. */
export interface DialTarget {
  readonly kind: TargetKind
  /** What is sent to the exchange: `+31201234567`, `201`, `*8`, `bob` or `bob@example.nl`. */
  readonly dial: string
  /** What a person typed, tidied. */
  readonly text: string
  /** An extension to send as digits once the call is answered (RFC 3966 `ext`). */
  readonly extension?: string
}

const longest = 128
// format characters of Unicode (bidirectional marks, zero width) come along with text copied from web pages
const invisible = /[\p{Cf}\p{Zs}]/gu
const extensionAt = /(?:;ext=|,+|\s(?:ext\.?|extension|toestel|tst\.?|x|#)\s?)(\d{1,10})$/i
const address = /^[a-z0-9._%+*#-]{1,64}@[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/i
const name = /^[a-z][a-z0-9._-]{0,63}$/i

/**
 * Reads what a person typed, pasted or clicked (`tel:` and `sip:` links too) as something to dial. Full national
 * numbers become E.164; extensions, short and emergency numbers and `*` codes are never rewritten.
 * Throws `OffhookError` `bad-number` for anything else.
 */
export function parseTarget(input: string, numbers: NumberPlan = numberPlans.NL): DialTarget {
  if (input.length > longest) throw bad(`That is too long to be a number (${input.length} characters).`)
  const text = input.replace(invisible, ' ').replace(/ +/g, ' ').trim()
  if (text === '') throw bad('There is no number to dial.')
  if (/\p{Cc}/u.test(text)) throw bad('A number cannot contain line breaks or control characters.')
  const [, scheme = '', rest = ''] = /^(?:(tel|sips?|callto):)?(.*)$/i.exec(text) ?? []
  const uri = scheme === '' ? rest : unescaped(rest)
  if (uri.includes('@')) return addressTarget(uri, text)
  if (name.test(uri)) return { kind: 'name', dial: uri, text }
  return numberTarget(uri, text, numbers)
}

function addressTarget(uri: string, text: string): DialTarget {
  if (!address.test(uri)) throw bad('That is not an address that can be dialled.')
  return { kind: 'address', dial: uri, text }
}

function numberTarget(uri: string, text: string, numbers: NumberPlan): DialTarget {
  const extension = extensionAt.exec(uri)?.[1]
  const main = uri.replace(extensionAt, '').replace(/;phone-context=[+a-z0-9.-]*$/i, '')
  // the trunk prefix in brackets is written for people at home: +31 (0)20 …
  const digits = main.replace(/^(\+|00)(\d{1,3})\s?\(0\)/, '$1$2').replace(/[\s().\-/]/g, '')
  if (!/^\+?[0-9*#]+$/.test(digits)) throw bad('A number has digits, +, * and # only.')
  const target = { ...classify(digits, numbers), text }
  return extension === undefined ? target : { ...target, extension }
}

function classify(digits: string, numbers: NumberPlan): { kind: TargetKind; dial: string } {
  const { internationalPrefix, trunkPrefix, countryCode } = numbers
  if (/[*#]/.test(digits)) return { kind: 'code', dial: digits }
  if (numbers.special.includes(digits)) return { kind: 'special', dial: digits }
  if (digits.startsWith('+')) return international(digits.slice(1))
  const isLong = digits.length >= numbers.shortestNational
  if (isLong && digits.startsWith(internationalPrefix)) return international(digits.slice(internationalPrefix.length))
  if (!isLong || digits.length > 15) return { kind: 'internal', dial: digits }
  if (trunkPrefix !== '' && digits.startsWith(trunkPrefix)) {
    return { kind: 'national', dial: `+${countryCode}${digits.slice(trunkPrefix.length)}` }
  }
  // without a trunk prefix a long number is national only where the country has none
  const isNational = trunkPrefix === '' || (countryCode === '1' && digits.length === 10)
  return isNational ? { kind: 'national', dial: `+${countryCode}${digits}` } : { kind: 'internal', dial: digits }
}

function international(digits: string): { kind: TargetKind; dial: string } {
  if (!/^[1-9]\d{5,14}$/.test(digits)) throw bad('An international number has 6 to 15 digits after the plus (E.164).')
  return { kind: 'international', dial: `+${digits}` }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad('That link is not written correctly.')
  }
}

const bad = (message: string) => new OffhookError('bad-number', { message })
