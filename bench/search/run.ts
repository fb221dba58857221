import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { makeKeystrokes } from './keystrokes.ts'
import { libraries } from './libraries.ts'
import { type Measured, measure, quantile } from './measure.ts'
import { makeContacts } from './people.ts'
import { createOracle } from './promise.ts'

// npm run bench -- search [--contacts 100000] [--searches 400]
// Searching as one types: every library in a process of its own, one after the other, the same contacts and keystrokes.
// What is printed is times of this machine, and their ratio to the first in the same run.

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '100000' },
    searches: { type: 'string', default: '400' },
    /** One library, as the process that measures it is started. */
    library: { type: 'string' },
    answers: { type: 'string', default: '' },
  },
})
const contacts = makeContacts(Number(values.contacts))
const keystrokes = makeKeystrokes(contacts, Number(values.searches))
const recent = contacts.filter((_, at) => at % 9_973 === 500).map(({ uid }) => uid)

if (values.library === undefined) await compare()
else {
  const library = libraries[values.library]
  if (library === undefined) throw new Error(`No library ${values.library}.`)
  const answers = JSON.parse(await readFile(values.answers, 'utf8'))
  const measured = await measure(library.create(recent), { contacts, keystrokes, answers })
  process.stdout.write(JSON.stringify(measured))
}

async function compare() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-search-'))
  try {
    const answers = join(folder, 'answers.json')
    await writeFile(answers, JSON.stringify(answersOf()))
    const results = new Map<string, Measured & { readonly bytes: number | undefined }>()
    for (const [name, { bundle }] of Object.entries(libraries)) {
      results.set(name, {
        ...(await measureApart(name, answers)),
        bytes: bundle === undefined ? undefined : await bytesOf(bundle),
      })
    }
    print(results)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What the plainly written promise says, of some of the keystrokes. */
function answersOf() {
  const oracle = createOracle(contacts, recent, 20)
  const every = Math.max(1, Math.floor(keystrokes.length / 150))
  return keystrokes.filter((_, at) => at % every === 0).map((text) => ({ text, first: oracle(text).first }))
}

async function measureApart(library: string, answers: string): Promise<Measured> {
  const flags = [
    '--expose-gc',
    '--max-old-space-size=8192',
    '--conditions=offhook-source',
    fileURLToPath(import.meta.url),
  ]
  const own = ['--contacts', values.contacts, '--searches', values.searches, '--library', library, '--answers', answers]
  const child = spawn(process.execPath, [...flags, ...own], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data) => {
    said += data
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${library} ended with ${code}.`)
  return JSON.parse(said)
}

async function bytesOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', conditions: ['offhook-source'] },
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
}

function print(results: ReadonlyMap<string, Measured & { readonly bytes: number | undefined }>) {
  const base = quantile([...results.values()][0]?.times ?? [], 0.5)
  console.log(`\n${contacts.length} contacts, ${keystrokes.length} keystrokes\n`)
  const columns = ['library', 'median ms', 'p99 ms', 'slowest ms', 'in its own order', 'ratio', 'under 4 ms']
  columns.push('build ms', 'longest block ms', 'memory MB', 'gzip bytes', 'exactly as promised', 'of the promised 20')
  columns.push('replace ms')
  console.log(`| ${columns.join(' | ')} |\n|---${'|---:'.repeat(columns.length - 1)}|`)
  for (const [name, { times, ...one }] of results) {
    const median = quantile(times, 0.5)
    const under = times.filter((time) => time < 4).length / times.length
    const row = [
      ...[name, median.toFixed(3), quantile(times, 0.99).toFixed(2), quantile(times, 1).toFixed(1)],
      ...[quantile(one.timesInOwnOrder, 0.5).toFixed(3), (median / base).toFixed(1), percent(under)],
      ...[one.build.toFixed(0), one.block.toFixed(0), (one.memory / 1e6).toFixed(0), one.bytes ?? '–'],
      ...[percent(one.exact), percent(one.overlap), one.replace.toFixed(3)],
    ]
    console.log(`| ${row.join(' | ')} |`)
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`
}
