import { OffhookError } from '../errors.ts'
import { type DialTarget, parseTarget, plainText, withoutSeparators } from '../kernel/number.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { createStore, type Readable } from '../kernel/store.ts'

/** A key of a telephone; plus is zero held down. */
export type DialKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#' | '+'

/** What stands in the dial field. */
export interface DialpadSnapshot<Match> {
  /** What was typed, without separators. */
  readonly text: string
  /** The same for the eye, as the formatter writes it. */
  readonly formatted: string
  /** What would be dialled, or undefined while it is not a number yet. */
  readonly target: DialTarget | undefined
  /** Whom it may be. */
  readonly matches: readonly Match[]
}

/** Makes a dial pad fit its place. */
export interface DialpadOptions<Match> {
  readonly numbers?: NumberPlan
  /** Writes a number for the eye while it is typed, for example libphonenumber's `AsYouType`; default: as it is. */
  readonly format?: (text: string) => string
  /** Finds whom a text may be; it is asked at each change and must be quick. */
  readonly match?: (text: string) => readonly Match[]
}

/** A dial pad without a pad: the digits, what they look like, and what they would dial. */
export interface Dialpad<Match = never> extends Readable<DialpadSnapshot<Match>> {
  /** Adds a key. */
  press(key: DialKey): void
  /** Removes the last character. */
  backspace(): void
  /** Replaces everything with pasted or typed text; a messy number is tidied, a name or address stays as it is. */
  write(text: string): void
  clear(): void
}

const longest = 128

/** Makes a dial pad. */
export function createDialpad<Match = never>(options: DialpadOptions<Match> = {}): Dialpad<Match> {
  const { numbers = netherlands, format = (text) => text, match = () => [] } = options
  const read = (text: string): DialpadSnapshot<Match> => ({
    text,
    formatted: isNumber(text) ? format(text) : text,
    target: targetOf(text, numbers),
    matches: text === '' ? [] : match(text),
  })
  const store = createStore(read(''))
  const write = (text: string) => store.set(read(tidy(text)))
  const text = () => store.getSnapshot().text
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    press: (key) => write(text() + key),
    backspace: () => write([...text()].slice(0, -1).join('')),
    write,
    clear: () => write(''),
  }
}

const isNumber = (text: string) => /^\+?[\d*#]+$/.test(text)

/** Numbers lose what only the eye needs; anything else is kept, for it may be a name or an address being typed. */
function tidy(text: string): string {
  const visible = text.slice(0, longest).replace(/[\p{Cf}\p{Cc}]/gu, '')
  const digits = withoutSeparators(plainText(visible).replace(/^tel:/i, ''))
  return isNumber(digits) ? digits : visible.trimStart()
}

function targetOf(text: string, numbers: NumberPlan): DialTarget | undefined {
  try {
    return parseTarget(text, numbers)
  } catch (error) {
    if (error instanceof OffhookError) return undefined
    throw error
  }
}
