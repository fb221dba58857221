import type { NumberPlan } from '../kernel/number-plan.ts'
import { isParticle } from './imported.ts'
import { plain } from './order.ts'
import { soughtIn } from './words.ts'

/** A stretch of a text, as `text.slice(from, to)` takes it. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

/** A character as it is compared, and where it stands. */
interface Letter extends TextRange {
  readonly is: string
}

/** Where words of a text, or a number in it, begin with what is searched for; in order, and apart. */
export function highlight(text: string, wanted: string, numbers: NumberPlan): readonly TextRange[] {
  const sought = soughtIn(wanted, numbers)
  if (sought.length === 0) return []
  const letters = lettersOf(text)
  const inWords = sought.flatMap(([word = '']) => wordStarts(letters).flatMap((at) => wordAt(letters, at, word) ?? []))
  const inNumbers = sought.flatMap((forms) => runsOf(letters, numbers).flatMap((run) => beginOf(run, forms) ?? []))
  return joined([...inWords, ...inNumbers])
}

/** What has no letter of its own, as an accent, belongs to the one before it. */
function lettersOf(text: string): readonly Letter[] {
  const letters: Letter[] = []
  let from = 0
  for (const character of text) {
    const to = from + character.length
    const is = plain(character)
    const last = letters.at(-1)
    if (is !== '' || last === undefined) letters.push({ is, from, to })
    else letters[letters.length - 1] = { ...last, to }
    from = to
  }
  return letters
}

const isInWord = ({ is }: Letter) => /[\p{L}\p{N}]/u.test(is)

const wordStarts = (letters: readonly Letter[]) =>
  letters.flatMap((letter, at) => {
    const before = letters[at - 1]
    return isInWord(letter) && (before === undefined || !isInWord(before)) ? [at] : []
  })

/** The stretch from a word on that is what is searched for: `obrien` in O'Brien, `vanderberg` in van der Berg. */
function wordAt(letters: readonly Letter[], at: number, word: string): TextRange | undefined {
  const from = letters[at]?.from ?? 0
  let read = ''
  let last = ''
  for (const letter of letters.slice(at)) {
    if (isInWord(letter)) {
      read += letter.is
      last += letter.is
      if (read.startsWith(word)) return { from, to: letter.to }
      if (!word.startsWith(read)) return undefined
    } else if (/\s/.test(letter.is)) {
      if (!isParticle(last)) return undefined
      last = ''
    }
  }
  return undefined
}

/** The digits of each number in a text, and of one that is written as in this country also as from abroad. */
function runsOf(letters: readonly Letter[], { countryCode, trunkPrefix }: NumberPlan): readonly (readonly Letter[])[] {
  const runs: Letter[][] = [[]]
  for (const letter of letters) {
    if (/[+*#\d]/.test(letter.is)) runs.at(-1)?.push(letter)
    else if (!/[\s().\-/\u00a0]/.test(letter.is)) runs.push([])
  }
  return runs.flatMap((run) => {
    const [first, ...rest] = run
    if (first === undefined) return []
    if (trunkPrefix === '' || first.is !== trunkPrefix) return [run]
    return [run, [...`+${countryCode}`].map((is) => ({ ...first, is })).concat(rest)]
  })
}

/** The digits of a number that were typed; the code of the country is theirs only when it was. */
function beginOf(run: readonly Letter[], forms: readonly string[]): TextRange | undefined {
  const digits = run.map(({ is }) => is).join('')
  const form = forms.find((one) => digits.startsWith(one))
  const [typed = ''] = forms
  if (form === undefined) return undefined
  const significant = form === typed ? typed.length : Math.min(form.length, typed.replace(/^0+/, '').length)
  const from = run[form.length - significant]
  const to = run[form.length - 1]
  return from === undefined || to === undefined || significant === 0 ? undefined : { from: from.from, to: to.to }
}

function joined(ranges: readonly TextRange[]): readonly TextRange[] {
  const apart: TextRange[] = []
  for (const range of [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = apart.at(-1)
    if (last === undefined || range.from > last.to) apart.push(range)
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
  }
  return apart
}
