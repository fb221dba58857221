/** A row of a CSV file. */
export interface CsvRow {
  /** On which line it began. */
  readonly line: number
  /** None on an empty line. */
  readonly cells: readonly string[]
  /** It began a quote that never ends, or is longer than any contact; only its own line was taken. */
  readonly isBroken: boolean
  /** Where the next row begins. */
  readonly end: number
}

const separators = [',', ';', '\t']

/** What stands between the cells: what the first line has most of, outside quotes. */
export function separatorOf(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text.slice(0, longestRow).replace(/"[^"]*"/g, ''))?.[0] ?? ''
  const count = (separator: string) => firstLine.split(separator).length
  return [...separators].sort((a, b) => count(b) - count(a))[0] ?? ','
}

/** The rows of a CSV file (RFC 4180); what is wrong with one breaks its own line only. */
export function* csvRows(text: string, separator: string): Generator<CsvRow> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let line = 1
  while (at < text.length) {
    const whole = readRow(text, at, separator)
    const { cells, end } = whole ?? readBroken(text, at, separator)
    yield { line, cells: cells.some((cell) => cell !== '') ? cells : [], isBroken: whole === undefined, end }
    line += whole === undefined ? 1 : (text.slice(at, end).match(/\r\n?|\n/g)?.length ?? 0)
    at = end
  }
}

interface Row {
  readonly cells: readonly string[]
  /** Where the next row begins. */
  readonly end: number
}

/** One row, or undefined when a quote in it never ends, or it does not. */
function readRow(text: string, begin: number, separator: string): Row | undefined {
  const cells: string[] = []
  for (let at = begin; ; ) {
    const cell = text[at] === '"' ? quotedCell(text, at, separator) : plainCell(text, at, separator)
    if (cell === undefined || cells.length === mostCells || cell.end - begin > longestRow) return undefined
    cells.push(cell.value.trim())
    if (text[cell.end] === separator) at = cell.end + 1
    else return { cells, end: afterBreak(text, cell.end) }
  }
}

/** A line that cannot be read as a row, as far as it goes. */
function readBroken(text: string, begin: number, separator: string): Row {
  const found = text.indexOf('\n', begin)
  const end = found === -1 ? text.length : found + 1
  const cells = text.slice(begin, Math.min(end, begin + longestRow)).split(separator, mostCells)
  return { cells: cells.map((cell) => cell.replaceAll('"', '').trim()), end }
}

function afterBreak(text: string, at: number): number {
  const isReturn = text[at] === '\r'
  return text[isReturn ? at + 1 : at] === '\n' ? at + (isReturn ? 2 : 1) : Math.min(at + 1, text.length)
}

interface Cell {
  readonly value: string
  readonly end: number
}

// a quote that opens and closes further apart than this was never closed, and no contact is longer
const longestRow = 100_000
const mostCells = 1_000

function quotedCell(text: string, begin: number, separator: string): Cell | undefined {
  let value = ''
  for (let at = begin + 1; ; ) {
    const end = text.indexOf('"', at)
    if (end === -1 || end - begin > longestRow) return undefined
    value += text.slice(at, end)
    if (text[end + 1] !== '"') {
      const rest = plainCell(text, end + 1, separator)
      return rest && { value: value + rest.value, end: rest.end }
    }
    value += '"'
    at = end + 2
  }
}

function plainCell(text: string, at: number, separator: string): Cell | undefined {
  let end = at
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') {
    if (end++ - at > longestRow) return undefined
  }
  return { value: text.slice(at, end), end }
}
