import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../test/rig/postgres.ts'
import { openListeners } from './listeners.ts'

// npm run bench -- events [--streams 1000] [--rate 20] [--seconds 10]
// People say how they are, `rate` times a second, and everybody hears it on `streams` event streams: from the request of who
// says it, through the transaction and the outbox, to the last byte at who hears it. The exchange is a process of its own.

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '10' },
  },
})
const [streams, rate, seconds] = [Number(values.streams), Number(values.rate), Number(values.seconds)]
// one person has at most 50 streams
const perPerson = 40
const people = Array.from({ length: Math.ceil(streams / perPerson) }, (_, at) => ({
  ...{ user: `person${at}`, extension: `${1000 + at}`, name: `Person ${at}`, password: 'benchmark' },
  email: `person${at}@example.nl`,
}))

console.log(`\n${streams} streams, ${rate} events a second, ${streams * rate} deliveries a second for ${seconds} s\n`)
console.log('| store | delivered | lost or out of order | p50 ms | p99 ms | most ms | CPU of the exchange | memory |')
console.log('|---|---:|---:|---:|---:|---:|---:|---:|')
await measure('PGlite', {})
const postgres = await startPostgres()
try {
  await measure(`PostgreSQL ${postgres.version}`, { databaseUrl: postgres.url('bench') })
} finally {
  await postgres.stop()
}

async function measure(name: string, place: { databaseUrl?: string }): Promise<void> {
  const exchange = await startExchange(place)
  try {
    const tokens = await signInAll(exchange.url)
    const listeners = await openListeners(
      exchange.url,
      Array.from({ length: streams }, (_, at) => tokens[at % tokens.length] ?? ''),
    )
    const before = exchange.cpuSeconds()
    const sent = await speak(exchange.url, tokens)
    const wanted = sent * streams
    for (let waits = 0; listeners.heard.delays.length < wanted && waits < 100; waits += 1) await delay(100)
    const { delays, faults, last } = listeners.heard
    const lost = wanted - delays.length
    const missed = last.filter((number) => number !== sent - 1).length
    const cpu = ((exchange.cpuSeconds() - before) / seconds) * 100
    const sorted = Float64Array.from(delays).sort()
    const quantile = (part: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
    const row = [name, delays.length, lost + faults + missed, quantile(0.5), quantile(0.99), quantile(1)]
    console.log(`| ${row.join(' | ')} | ${cpu.toFixed(0)} % | ${exchange.megabytes()} MB |`)
    listeners.close()
  } finally {
    await exchange.stop()
  }
}

/** People in turn say something with a number and the time, as evenly as the clock allows; gives how often. */
async function speak(url: string, tokens: readonly string[]): Promise<number> {
  const begin = Date.now()
  const count = rate * seconds
  for (let number = 0; number < count; number += 1) {
    await delay(Math.max(0, begin + (number * 1000) / rate - Date.now()))
    const note = `${number} ${Date.now()}`
    const token = tokens[number % tokens.length]
    const response = await fetch(`${url}/v1/me/presence`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'meeting', note }),
    })
    if (!response.ok) throw new Error(`The exchange answered ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
  }
  return count
}

async function signInAll(url: string): Promise<readonly string[]> {
  const tokens: string[] = []
  for (const { email, password } of people) {
    const response = await fetch(`${url}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant: 'password', email, password }),
    })
    const { accessToken } = (await response.json()) as { accessToken?: string }
    if (accessToken === undefined) throw new Error(`Nobody could sign in: ${response.status}`)
    tokens.push(accessToken)
    // the exchange lets one address sign in five times a second
    await delay(210)
  }
  return tokens
}

async function startExchange(place: { databaseUrl?: string }) {
  const data = mkdtempSync(join(tmpdir(), 'offhook-bench-'))
  writeFileSync(join(data, 'config.json'), JSON.stringify({ people, logLevel: 'warn', ...place }))
  const args = ['--conditions=offhook-source', 'packages/exchange/src/cli.ts', '--data', data, '--port', '0']
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const url = /http:\/\/\S+/.exec(String(line))?.[0]
  if (url === undefined) throw new Error(`The exchange did not start: ${line}`)
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8')
  return {
    url,
    cpuSeconds() {
      const fields = proc('stat')
        .replace(/^.*\) /, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    megabytes: () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(proc('status'))?.[1]) / 1024),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}
