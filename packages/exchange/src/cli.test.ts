import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createExchange } from './exchange.ts'
import { freshFolder } from './store/testing/fresh-folder.ts'
import { eventually } from './testing/house.ts'
import { connected, signIn } from './testing/raw-phone.ts'

// each of these starts a process or two, which a machine that runs everything at once does not do in a blink
vi.setConfig({ testTimeout: 30_000 })

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))

// each begins with a copy of a company that is there: to make one takes longer than all the rest
let template: string
beforeAll(async () => {
  template = await freshFolder()
  const exchange = createExchange({ port: 0, data: template, demo: true })
  await exchange.start()
  await exchange.stop()
})
afterAll(() => rmSync(template, { recursive: true }))

/** A data folder with the demo's company in it; gone when the test is over. */
function dataFolder(): string {
  const data = mkdtempSync(join(tmpdir(), 'offhook-cli-'))
  cpSync(template, data, { recursive: true })
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  return data
}

/** Runs the command as somebody at a terminal does; ended when the test is over. */
function run(args: string[], environment: Record<string, string> = {}) {
  const data = dataFolder()
  const child = spawn(process.execPath, ['--conditions=offhook-source', cli, '--data', data, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment },
  })
  const output = { out: '', err: '' }
  child.stdout.on('data', (text) => {
    output.out += String(text)
  })
  child.stderr.on('data', (text) => {
    output.err += String(text)
  })
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  const ready = async () => {
    await eventually(() => output.out.includes('\n'), 1000)
    const url = /http:\/\/\S+/.exec(output.out)?.[0]
    if (url === undefined) throw new Error(`It did not start: ${output.err}`)
    return { url, sip: `${url.replace('http', 'ws')}/sip` }
  }
  return { child, output, exit, ready }
}

test('S11 it prints one line with its address, and in demo mode one that warns', async () => {
  const { output, ready } = run(['--port', '0', '--demo'])
  const { url } = await ready()
  await eventually(() => output.out.split('\n').length === 3)
  expect(output.out).toBe(
    `Offhook exchange is ready at ${url}\nDemo people have their names as passwords: for demonstrations only.\n`,
  )
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test.each(['SIGINT', 'SIGHUP'] as const)('%s ends calls politely and exits with 0', async (signal) => {
  const { child, exit, ready } = run(['--demo'], { PORT: '0' })
  const { sip } = await ready()
  const [alice, bob] = [await signIn(sip, 'alice'), await signIn(sip, 'bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  child.kill(signal)
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('The exchange is stopping')
  await bob.hungUp(calleeSide)
  expect((await alice.closed()).code).toBe(1001)
  expect(await exit).toBe(0)
})

test.each(['SIGTERM', 'SIGKILL'] as const)('C15 %s ends no call: the next one goes on with it', async (signal) => {
  const data = dataFolder()
  const first = run(['--demo', '--data', data], { PORT: '0', OFFHOOK_LOG_LEVEL: 'debug' })
  const { sip } = await first.ready()
  const [alice, bob] = [await signIn(sip, 'alice'), await signIn(sip, 'bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  // written down in its own time: nobody waits for that to talk
  await eventually(() => first.output.err.includes('call.kept'), 1000)
  first.child.kill(signal)
  expect((await alice.closed()).code).toBe(signal === 'SIGTERM' ? 1001 : 1006)
  expect(alice.inbox).toEqual([])
  expect(await first.exit).toBe(signal === 'SIGTERM' ? 0 : null)
  const second = run(['--demo', '--data', data, '--port', new URL(sip).port])
  const { url } = await second.ready()
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ calls: 1, registrations: 0 })
  const [again, still] = [await signIn(sip, 'alice'), await signIn(sip, 'bob')]
  const digit = (phone: typeof again, dialog: typeof callerSide) =>
    phone.inside(dialog, 'INFO', {
      body: 'Signal=1\r\n',
      type: 'application/dtmf-relay',
      headers: phone.authorization('INFO', dialog.target),
    })
  // nobody is there to take it yet, but now the exchange knows where alice is
  expect((await digit(again, callerSide).final()).status).toBe(503)
  digit(still, calleeSide)
  again.respond(await again.asked('INFO', callerSide), 200)
  still.inside(calleeSide, 'BYE')
  await again.hungUp(callerSide)
})

test('a port in use is one clear line and exit code 2', async () => {
  const first = run(['--port', '0'])
  const { port } = new URL((await first.ready()).url)
  const second = run(['--port', port])
  expect(await second.exit).toBe(2)
  expect(second.output.err).toBe(
    `offhook-exchange: port ${port} on 127.0.0.1 is in use; choose another one with --port\n`,
  )
})

test('a data folder in use is one clear line and exit code 2', async () => {
  const data = dataFolder()
  const first = run(['--port', '0', '--data', data])
  await first.ready()
  const second = run(['--port', '0', '--data', data])
  expect(await second.exit).toBe(2)
  expect(second.output.err).toBe(
    `offhook-exchange: the data folder ${data} is in use by process ${first.child.pid}; choose another one with --data\n`,
  )
  first.child.kill('SIGTERM')
  expect(await first.exit).toBe(0)
})

test('a database that is not there is one clear line and exit code 2', async () => {
  const { exit, output } = run(['--port', '0'], { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' })
  expect(await exit).toBe(2)
  expect(output.err).toBe('offhook-exchange: the database cannot be reached; check databaseUrl\n')
})

test('a bad flag is one clear line and exit code 2', async () => {
  const { exit, output } = run(['--port', 'many'])
  expect(await exit).toBe(2)
  expect(output).toEqual({ out: '', err: 'offhook-exchange: --port must be a number, not "many"\n' })
})

test('a host that is not here is one clear line and exit code 2', async () => {
  const { exit, output } = run(['--host', '192.0.2.1', '--port', '0'])
  expect(await exit).toBe(2)
  expect(output.err).toMatch(/^offhook-exchange: cannot listen on --host 192\.0\.2\.1 --port 0 \(EADDRNOTAVAIL\)\n$/)
})

test('--help and --version say so and stop', async () => {
  const [help, version] = [run(['--help']), run(['--version'])]
  expect(await help.exit).toBe(0)
  expect(help.output.out).toContain('--port N')
  expect(await version.exit).toBe(0)
  expect(version.output.out).toMatch(/^\d+\.\d+\.\d+/)
})

test('what is logged holds no name, number, digit, password or SDP', async () => {
  const { output, ready, child, exit } = run(['--demo', '--port', '0'])
  const { sip } = await ready()
  const [alice, bob] = [await signIn(sip, 'alice'), await signIn(sip, 'bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const key = alice.inside(callerSide, 'INFO', { body: 'Signal=7\r\n', type: 'application/dtmf-relay' })
  bob.respond(await bob.asked('INFO', calleeSide), 200)
  await key.final()
  child.kill('SIGTERM')
  await exit
  const lines = output.err.trim().split('\n')
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) {
    const { time, line: _line, call: _call, code: _code, ...facts } = JSON.parse(line) as Record<string, unknown>
    expect(time).toBeTypeOf('string')
    expect(JSON.stringify(facts)).not.toMatch(/alice|bob|Jansen|20[12]|Signal|v=0|nonce/i)
  }
})
