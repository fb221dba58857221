import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const data = mkdtempSync(join(tmpdir(), 'offhook-start-'))
afterAll(() => rmSync(data, { recursive: true }))

// builds the softphone, so that what is measured below is the start alone
beforeAll(() => ended(start('node', ['scripts/start.mjs', '--version'])))

test('npm start says where it is in one line, serves the softphone, and Ctrl-C leaves nothing behind', async () => {
  const started = start('npm', ['start', '--', '--port', '0', '--data', data])
  const url = await addressOf(started)

  const health = await fetch(`${url}/healthz`)
  expect(await health.json()).toMatchObject({ status: 'ok', engine: 'embedded', people: 10 })
  const page = await fetch(url)
  expect(page.headers.get('content-type')).toContain('text/html')
  const [, script] = /<script[^>]+src="([^"]+)"/.exec(await page.text()) ?? []
  expect((await fetch(new URL(script ?? 'no script', url))).status).toBe(200)

  interrupt(started)
  await ended(started)
  expect(started.stdout().match(/http:/g)).toHaveLength(1)
  expect(() => process.kill(-started.pid, 0)).toThrow('ESRCH')
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s to npm alone leaves nothing behind either', async (signal) => {
  const started = start('npm', ['start', '--', '--port', '0', '--data', data])
  const url = await addressOf(started)
  started.child.kill(signal)
  await ended(started)
  await vi.waitFor(() => expect(() => process.kill(-started.pid, 0)).toThrow('ESRCH'), 5_000)
  await expect(fetch(url)).rejects.toThrow()
})

test('PORT chooses the port', async () => {
  const port = await freePort()
  const started = start('node', ['scripts/start.mjs', '--data', data], { PORT: String(port) })
  expect(await addressOf(started)).toBe(`http://127.0.0.1:${port}`)
  interrupt(started)
  expect(await ended(started)).toBe(0)
})

test('a port in use is one clear line and exit code 2', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const port = portOf(holder.address())
  const started = start('node', ['scripts/start.mjs', '--port', String(port), '--data', data])
  expect(await ended(started)).toBe(2)
  expect(started.complaints()).toMatch(new RegExp(`^.*port ${port}.* in use.*\n$`))
  holder.close()
})

test.each([
  ['a flag that does not exist', ['--prot', '4870'], '--prot'],
  ['a port that is none', ['--port', 'many'], '--port'],
  ['a flag without its value', ['--data'], '--data'],
])('%s is one clear line and exit code 2', async (_, flags, named) => {
  const started = start('node', ['scripts/start.mjs', ...flags])
  expect(await ended(started)).toBe(2)
  expect(started.complaints()).toMatch(/^[^\n]+\n$/)
  expect(started.complaints()).toContain(named)
})

test('a bad value in the configuration is one clear line that names its key, and exit code 2', async () => {
  const folder = mkdtempSync(join(data, 'bad-'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ maxCalls: 'lots' }))
  const started = start('node', ['scripts/start.mjs', '--port', '0', '--data', folder])
  expect(await ended(started)).toBe(2)
  expect(started.complaints()).toMatch(/^[^\n]*maxCalls[^\n]+\n$/)
})

interface Started {
  readonly child: ChildProcess
  readonly pid: number
  stdout(): string
  complaints(): string
}

/** Starts a program in a process group of its own, as a terminal would. */
function start(program: string, args: readonly string[], variables: Record<string, string> = {}): Started {
  const { PORT: _, ...env } = process.env
  const child = spawn(program, args, { cwd: root, detached: true, env: { ...env, ...variables } })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  }
  if (child.pid === undefined) throw new Error(`${program} cannot be started.`)
  // what is built or installed first is said in lines that end in an ellipsis
  const complaints = () => written.stderr.replace(/^.*…\n/gm, '')
  return { child, pid: child.pid, stdout: () => written.stdout, complaints }
}

/** What Ctrl-C in a terminal does: every process of the group gets the signal. */
function interrupt({ pid }: Started): void {
  process.kill(-pid, 'SIGINT')
}

async function ended({ child }: Started): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  return child.exitCode
}

async function addressOf(started: Started): Promise<string> {
  const { child, stdout, complaints } = started
  while (child.exitCode === null) {
    const [url] = /http:\/\/[\d.]+:\d+/.exec(stdout()) ?? []
    if (url !== undefined) return url
    await Promise.race([once(child, 'close'), child.stdout && once(child.stdout, 'data')])
  }
  throw new Error(`It ended before it was ready:\n${stdout()}${complaints()}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  server.close()
  await once(server, 'close')
  return port
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  return address.port
}
