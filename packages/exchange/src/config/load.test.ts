import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCommandLine } from './load.ts'
import { toSettings } from './settings.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'offhook-config-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

function configFile(content: unknown): string {
  const path = join(folder(), 'exchange.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** The settings that a command line and an environment come to. */
function settingsOf(args: string[], environment: Record<string, string> = {}) {
  const command = readCommandLine(['--data', folder(), ...args], environment)
  if (command.kind !== 'start') throw new Error('Not a start')
  return toSettings(command.config)
}

test('a flag wins over a variable, a variable over the file, the file over the default', () => {
  const config = configFile({ port: 1111, noAnswerSeconds: 7 })
  expect(settingsOf([]).port).toBe(4870)
  expect(settingsOf(['--config', config])).toMatchObject({ port: 1111, noAnswerSeconds: 7, host: '127.0.0.1' })
  expect(settingsOf([], { OFFHOOK_CONFIG: config, PORT: '2222' }).port).toBe(2222)
  expect(settingsOf([], { PORT: '2222', OFFHOOK_PORT: '3333' }).port).toBe(3333)
  expect(settingsOf(['--port', '4444'], { PORT: '2222', OFFHOOK_PORT: '3333' }).port).toBe(4444)
  expect(settingsOf([], { OFFHOOK_NO_ANSWER_SECONDS: '1.5', OFFHOOK_DEMO: 'true' })).toMatchObject({
    noAnswerSeconds: 1.5,
    demo: true,
  })
})

test('the database is that of DATABASE_URL, unless it is named more clearly', () => {
  const [url, other] = ['postgres://db/one', 'postgresql://db/two']
  expect(settingsOf([], { DATABASE_URL: url }).databaseUrl).toBe(url)
  expect(settingsOf([], { DATABASE_URL: url, OFFHOOK_DATABASE_URL: other }).databaseUrl).toBe(other)
  expect(settingsOf(['--config', configFile({ databaseUrl: other })], {}).databaseUrl).toBe(other)
})

test('config.json in the data folder is read when no other is named', () => {
  const data = folder()
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'config.json'), '{"realm":"office"}')
  expect(settingsOf(['--data', data]).realm).toBe('office')
  expect(settingsOf([], { OFFHOOK_DATA: data }).realm).toBe('offhook')
  expect(settingsOf(['--data', data, '--config', configFile({})]).realm).toBe('offhook')
})

test('the demo makes four people beside those of the file, and without it there are only those', () => {
  const people = [{ user: 'erin', extension: '301', name: 'Erin', password: 'x' }]
  const config = configFile({ people })
  expect(settingsOf(['--demo', '--config', config]).people.map(({ user }) => user)).toEqual([
    'alice',
    'bob',
    'carol',
    'dave',
    'erin',
  ])
  expect(settingsOf(['--config', config]).people).toHaveLength(1)
})

const person = { user: 'erin', extension: '301', name: 'Erin', password: 'x' }

test.each([
  { args: ['--port', 'abc'], names: '--port must be a number, not "abc"' },
  { args: ['--port', '70000'], names: '--port: too big: expected number to be <=65535' },
  { args: ['--port', '1.5'], names: '--port: invalid input: expected int' },
  { args: ['--prot', '1'], names: "Unknown option '--prot'" },
  { args: ['--port'], names: "Option '--port <value>' argument missing" },
  { args: ['start'], names: "Unexpected argument 'start'" },
  { args: ['--config', '/no/such/file.json'], names: '/no/such/file.json cannot be read (ENOENT)' },
  { args: ['--web', '/no/such/folder'], names: '--web: is not a folder' },
  { args: [], environment: { PORT: 'x' }, names: 'PORT must be a number' },
  { args: [], environment: { OFFHOOK_GRACE_SECONDS: '-1' }, names: 'OFFHOOK_GRACE_SECONDS: too small' },
  { args: [], environment: { OFFHOOK_DEMO: 'maybe' }, names: 'OFFHOOK_DEMO must be true or false' },
  { args: [], environment: { OFFHOOK_LOG_LEVEL: 'loud' }, names: 'OFFHOOK_LOG_LEVEL: invalid option' },
  { file: 'not json', names: 'is not JSON' },
  { file: '[]', names: 'must hold one JSON object' },
  { file: { prot: 1 }, names: 'prot is not a key of the configuration' },
  { file: { port: '1' }, names: 'port: invalid input: expected number' },
  { file: { people: {} }, names: 'people: invalid input: expected array' },
  { file: { people: [{ ...person, password: undefined }] }, names: 'people[0]: needs a password or an ha1' },
  {
    file: { people: [{ ...person, ha1: 'a'.repeat(32) }] },
    names: 'people[0]: needs a password or an ha1, and not both',
  },
  { file: { people: [{ ...person, extension: '3 0' }] }, names: 'people[0].extension: must be 1 to 32 digits' },
  { file: { people: [{ ...person, name: 'a\r\nb' }] }, names: 'people[0].name: must be text without control' },
  { file: { people: [{ ...person, user: 'a b' }] }, names: 'people[0].user: must be' },
  { file: { people: [{ ...person, phone: 1 }] }, names: 'people[0].phone is not a key of the configuration' },
  {
    file: { people: [person, { ...person, extension: '302' }] },
    names: 'people[1].user: is already taken by people[0]',
  },
  { file: { people: [person, { ...person, user: 'x' }] }, names: 'people[1].extension: is already taken by people[0]' },
  {
    file: {
      people: [
        { ...person, email: 'erin@example.nl' },
        { ...person, user: 'x', extension: '302', email: 'Erin@example.nl' },
      ],
    },
    names: 'people[1].email: is already taken by people[0]',
  },
  { file: { people: [{ ...person, email: 'erin' }] }, names: 'people[0].email: must be an e-mail address' },
  { args: [], environment: { DATABASE_URL: 'mysql://x' }, names: 'DATABASE_URL: must begin with postgres://' },
  { file: { smtpUrl: 'mail.example.nl' }, names: 'smtpUrl: must begin with smtp:// or smtps://' },
  { file: { publicUrl: 'https://phone.example.nl/app' }, names: 'publicUrl: must be an origin' },
  { file: { origins: ['*'] }, names: 'origins[0]: must be an origin' },
  {
    file: { providers: [{ id: 'x', name: 'X', issuer: 'x', clientId: 'y' }] },
    names: 'providers[0].issuer: invalid URL',
  },
  { file: { iceServers: [{ urls: ['http://x'] }] }, names: 'iceServers[0].urls[0]: must begin with stun:' },
  { file: { iceServers: [{ urls: ['turn:x'] }] }, names: 'iceServers[0].secret: is needed for turn:' },
  {
    file: { iceServers: [{ urls: ['turn:x'], username: 'u', credential: 'c', secret: 's' }] },
    names: 'iceServers[0].secret: is needed for turn:',
  },
  { file: { iceServers: [{ urls: ['turn:x'], username: 'u' }] }, names: 'iceServers[0].credential: goes with' },
  { file: { iceServers: [{ urls: ['stun:x'], secret: 's' }] }, names: 'iceServers[0].urls: name no turn: server' },
  { file: { iceServers: [{ urls: ['stun:x'], seconds: 60 }] }, names: 'iceServers[0].seconds: goes with a secret' },
  { file: { country: 'XX' }, names: 'country: invalid option' },
  { file: { connectSources: ["wss://x; script-src 'unsafe-inline'"] }, names: 'connectSources[0]: must be an origin' },
])('a wrong configuration is one line that says: $names', ({ args = [], environment = {}, file, names }) => {
  const config = file === undefined ? [] : ['--config', configFile(file)]
  const attempt = () => settingsOf([...args, ...config], environment as Record<string, string>)
  expect(attempt).toThrow(names)
  expect(attempt).toThrow(/^[^\n]+$/)
  expect(attempt).toThrow(expect.objectContaining({ name: 'ConfigError' }))
})
