import { OffhookError } from '../errors.ts'
import { type NumberPlan, netherlands } from './number-plan.ts'

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
// bidirectional marks, soft hyphens and zero-width characters come along with text copied from web pages
const unseen = /\p{Cf}/gu
const spaces = /\p{Zs}+/gu
const fullWidth = /[\uff01-\uff5e]/g
const separators = /[\s().\-/\u2010-\u2015\u2212]/g
const extensionAt = /(?:;ext=|,+|\s?(?:ext|extension|toestel|tst|x)[.:]?\s?|\s#\s?)(\d{1,10})$/i
const address = /^[a-z0-9._%+*#-]{1,64}@[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/i
const name = /^[a-z][a-z0-9._-]{0,63}$/i
const link = /^(?:(tel|sips?|callto):)?(.*)$/i

/**
 * Reads what a person typed, pasted or clicked (`tel:` and `sip:` links too) as something to dial. Full national
 * numbers become E.164; extensions, short and emergency numbers and `*` codes are never rewritten.
 * Throws `OffhookError` `bad-number` for anything else.
 */
export function parseTarget(input: string, numbers: NumberPlan = netherlands): DialTarget {
  if (typeof input !== 'string') throw bad('A number is a text.')
  if (input.length > longest) throw bad(`That is too long to be a number (${input.length} characters).`)
  const text = plainText(input)
  if (text === '') throw bad('There is no number to dial.')
  const [, scheme = '', rest = ''] = link.exec(text) ?? []
  const uri = scheme === '' ? rest : plainText(unescaped(rest))
  if (/\p{Cc}/u.test(text + uri)) throw bad('A number cannot contain line breaks or control characters.')
  if (uri.includes('@')) return addressTarget(uri, text)
  if (name.test(uri)) return { kind: 'name', dial: uri, text }
  return numberTarget(uri, text, numbers)
}

/** A full number of a country as it is dialled from anywhere (`+31612345678`), or undefined for what is none. */
export function e164Of(input: string, numbers: NumberPlan = netherlands): string | undefined {
  try {
    const { kind, dial, extension } = parseTarget(input, numbers)
    return extension === undefined && (kind === 'international' || kind === 'national') ? dial : undefined
  } catch {
    return undefined
  }
}

/** Text as it is meant: without characters nobody sees, with plain spaces and with full-width forms made plain. */
export function plainText(text: string): string {
  const narrow = (wide: string) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)
  return text.replace(unseen, '').replace(spaces, ' ').replace(fullWidth, narrow).trim()
}

/** A number without what only the eye needs; also without the trunk prefix in brackets of `+31 (0)20`. */
export function withoutSeparators(text: string): string {
  return text.replace(/^(\+|00)(\d{1,3})\s?\(0\)/, '$1$2').replace(separators, '')
}

function addressTarget(uri: string, text: string): DialTarget {
  if (!address.test(uri)) throw bad('That is not an address that can be dialled.')
  return { kind: 'address', dial: uri, text }
}

function numberTarget(uri: string, text: string, numbers: NumberPlan): DialTarget {
  const extension = extensionAt.exec(uri)?.[1]
  const digits = withoutSeparators(uri.replace(extensionAt, '').replace(/;phone-context=[+a-z0-9.-]*$/i, ''))
  if (!/^\+?[0-9*#]+$/.test(digits)) throw bad('A number has digits, +, * and # only.')
  const target = { ...classify(digits, numbers), text }
  return extension === undefined ? target : { ...target, extension }
}

function classify(digits: string, numbers: NumberPlan): Pick<DialTarget, 'kind' | 'dial'> {
  const { internationalPrefix, shortestNational, special } = numbers
  if (/[*#]/.test(digits)) return { kind: 'code', dial: digits }
  if (special.includes(digits)) return { kind: 'special', dial: digits }
  if (digits.startsWith('+')) return international(digits.slice(1), numbers)
  const isLong = digits.length >= shortestNational
  if (isLong && digits.startsWith(internationalPrefix)) {
    return international(digits.slice(internationalPrefix.length), numbers)
  }
  const national = isLong ? nationalDigits(digits, numbers) : undefined
  return national === undefined ? { kind: 'internal', dial: digits } : { kind: 'national', dial: `+${national}` }
}

/** A full national number with its country code, or undefined for what is not one. */
function nationalDigits(digits: string, { trunkPrefix, countryCode }: NumberPlan): string | undefined {
  // North American numbers are ten digits and the trunk prefix is the country code
  if (countryCode === '1') return /^1?([2-9]\d{9})$/.test(digits) ? `1${digits.slice(-10)}` : undefined
  if (!digits.startsWith(trunkPrefix)) return undefined
  const full = countryCode + digits.slice(trunkPrefix.length)
  return e164.test(full) ? full : undefined
}

const e164 = /^[1-9]\d{5,14}$/

function international(digits: string, { countryCode, trunkPrefix }: NumberPlan): Pick<DialTarget, 'kind' | 'dial'> {
  // many write +31 020 …; where a trunk zero falls away, no number begins with it
  const isTwice = trunkPrefix === '0' && digits.startsWith(countryCode)
  const full = isTwice ? countryCode + digits.slice(countryCode.length).replace(/^0+/, '') : digits
  if (!e164.test(full)) throw bad('An international number has 6 to 15 digits after the plus (E.164).')
  return { kind: 'international', dial: `+${full}` }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad('That link is not written correctly.')
  }
}

const bad = (message: string) => new OffhookError('bad-number', { message })
