import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { isAlive } from './asterisk/alive.ts'
import { type AmiOptions, type Asterisk, startAsterisk } from './asterisk/index.ts'
import { openPlainPhone } from './asterisk/plain-phone.ts'
import { header } from './asterisk/sip-text.ts'

let asterisk: Asterisk

beforeAll(async () => {
  asterisk = await startAsterisk()
})

afterAll(() => asterisk?.stop())

async function phoneOf(user: string, { password = user, on = asterisk } = {}) {
  const phone = await openPlainPhone(on.sipUrl, { user, password, domain: on.domain })
  onTestFinished(phone.close)
  return phone
}

async function registered(on: Asterisk) {
  const { events } = await on.ami({ Action: 'PJSIPShowContacts' })
  return events.filter(({ Event }) => Event === 'ContactList').map(({ Endpoint }) => Endpoint)
}

/** What is true once all news of it has gone round; the test's own time limit ends the wait. */
async function becomes(isTrue: () => boolean | Promise<boolean>) {
  while (!(await isTrue())) await delay(20)
}

const isRunning = ({ pid }: { pid: number | undefined }) => pid !== undefined && isAlive(pid)

test('it is Asterisk 22, and it has nothing to complain about', () => {
  expect(asterisk.version).toMatch(/^22\./)
  expect(asterisk.log()).toContain('Asterisk Ready')
  expect(asterisk.log().match(/^.*\b(?:ERROR|WARNING)\[.*$/gm)).toBeNull()
})

test('a person registers with the right password', async () => {
  const phone = await phoneOf('alice')
  expect(await phone.register()).toBe(200)
  expect(await registered(asterisk)).toContain('alice')
})

test('a wrong password is refused', async () => {
  const phone = await phoneOf('bob', { password: 'alice' })
  expect([401, 403]).toContain(await phone.register())
  expect(await registered(asterisk)).not.toContain('bob')
})

test.each([
  ['600', 'echo is answered', [100, 200]],
  ['601', 'a tone is answered', [100, 200]],
  ['602', 'early media comes before the answer', [100, 183, 200]],
  ['603', 'the digit reader answers', [100, 200]],
  ['605', 'busy is 486', [100, 486]],
  ['606', 'congestion is 503', [100, 503]],
  ['204', 'somebody without a phone is 480', [100, 480]],
  ['999', 'a number nobody has is 404', [404]],
])('%s: %s', async (extension, _, statuses) => {
  const phone = await phoneOf('alice')
  expect(await phone.call(extension)).toEqual(statuses)
})

test('604: rings until the caller gives up', async () => {
  const phone = await phoneOf('alice')
  expect(await phone.call('604', { cancelAt: 180 })).toEqual([100, 180, 487])
})

test('607: answers, and hangs up after a second', async () => {
  const phone = await phoneOf('alice')
  expect((await phone.call('607')).at(-1)).toBe(200)
  const answered = Date.now()
  await phone.answer('BYE', 200)
  expect(Date.now() - answered).toBeGreaterThan(900)
})

test('every device of a person rings, and is told who calls', async () => {
  const devices = [await phoneOf('alice'), await phoneOf('alice')]
  const dave = await phoneOf('dave')
  for (const device of devices) expect(await device.register()).toBe(200)
  const invites = Promise.all(devices.map((device) => device.answer('INVITE', 486)))
  const outcome = await dave.call('201')
  for (const invite of await invites) {
    expect(header(invite, 'From')).toMatch(/^"Dave Öztürk" <sip:204@/)
    expect(header(invite, 'P-Asserted-Identity')).toMatch(/^"Dave Öztürk" <sip:204@/)
  }
  expect(outcome.at(-1)).toBe(486)
})

test.each([
  [404, 404],
  [480, 480],
  [486, 486],
  [488, 488],
  [603, 403], // Asterisk's own translation
])('a refusal with %i reaches the caller as %i', async (refusal, heard) => {
  const [carol, dave] = [await phoneOf('carol'), await phoneOf('dave')]
  await carol.register()
  const refused = carol.answer('INVITE', refusal)
  expect((await dave.call('203')).at(-1)).toBe(heard)
  await refused
})

test('601 sounds at 1000 Hz', async () => {
  const file = join(asterisk.folder, 'tone.wav')
  const recorded: AmiOptions['until'] = ({ Event, Channel }) =>
    Event === 'Hangup' && /^Local\/601@internal.*;1$/.test(Channel ?? '')
  await asterisk.ami(
    { Action: 'Originate', Channel: 'Local/601@internal', Application: 'Record', Data: `${file},0,2,k`, Async: 'true' },
    { until: recorded, timeout: 10_000 },
  )
  expect(frequencyOf(readFileSync(file).subarray(44))).toBeCloseTo(1000, -1)
})

/** Rising zero crossings per second of 16 bit sound at 8 kHz, without its first and last quarter. */
function frequencyOf(sound: Buffer) {
  const samples = Array.from({ length: sound.length / 2 }, (_, i) => sound.readInt16LE(i * 2))
  const middle = samples.slice(samples.length / 4, (samples.length * 3) / 4)
  const rising = middle.filter((level, i) => level >= 0 && (middle[i - 1] ?? 0) < 0)
  return rising.length / (middle.length / 8000)
}

test('after a crash it comes back where it was', async () => {
  const { sipUrl } = asterisk
  await asterisk.kill()
  expect(isRunning(asterisk)).toBe(false)
  await asterisk.restart()
  expect(asterisk.sipUrl).toBe(sipUrl)
  expect(await (await phoneOf('alice')).register()).toBe(200)
})

test('two of them run side by side and know nothing of each other', async () => {
  const other = await startAsterisk()
  onTestFinished(other.stop)
  const [here, there] = [await phoneOf('carol'), await phoneOf('dave', { on: other })]
  expect([await here.register(), await there.register()]).toEqual([200, 200])
  expect(await registered(asterisk)).not.toContain('dave')
  expect(await registered(other)).toEqual(['dave'])
})

test('once stopped, nothing of it is left but what it logged', async () => {
  const short = await startAsterisk()
  expect([isRunning(short), existsSync(short.folder)]).toEqual([true, true])
  await short.stop()
  expect([isRunning(short), existsSync(short.folder)]).toEqual([false, false])
  expect(short.log()).toContain('Asterisk Ready')
})

test('it does not outlive a test run that is killed', async () => {
  const rig = fileURLToPath(new URL('./asterisk/index.ts', import.meta.url))
  const script = `const { startAsterisk } = await import(${JSON.stringify(rig)})
    const { pid, folder } = await startAsterisk()
    console.log(JSON.stringify({ pid, folder }))`
  const run = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(run.stdout, 'data')
  const left = JSON.parse(String(line))
  expect([isRunning(left), existsSync(left.folder)]).toEqual([true, true])
  run.kill('SIGKILL')
  await becomes(() => !isRunning(left))
  // the next one to start tidies up
  const next = await startAsterisk()
  onTestFinished(next.stop)
  expect(existsSync(left.folder)).toBe(false)
})

test('a port in use is said in so many words', async () => {
  const port = Number(new URL(asterisk.sipUrl).port)
  await expect(startAsterisk({ port })).rejects.toThrow(`Port ${port} is in use.`)
})
