import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openHouse } from '../testing/house.ts'
import { connected } from '../testing/raw-phone.ts'

function webFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-web-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const web = join(folder, 'web')
  mkdirSync(join(web, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Softphone</title>')
  writeFileSync(join(web, 'assets', 'index-BxY12345.js'), 'export {}')
  writeFileSync(join(web, 'assets', 'ring tone.wav'), 'RIFF')
  symlinkSync(join(folder, 'secret.txt'), join(web, 'link.txt'))
  return web
}

/** Sends a path as it is, which fetch would tidy up. */
function rawGet(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
    let received = ''
    socket.on('data', (data) => {
      received += String(data)
    })
    socket.on('close', () => resolve(received))
  })
}

test('S11 healthz says what runs and how much of it', async () => {
  const { url, signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  await connected(alice, bob, '202')
  const response = await fetch(`${url}/healthz`)
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    engine: 'embedded',
    people: 4,
    registrations: 2,
    calls: 1,
    sockets: 2,
  })
})

test('the web app is served with its types, and every page of it is index.html', async () => {
  const { url } = await openHouse({ web: webFolder() })
  for (const page of ['/', '/index.html', '/calls/123', '/?as=alice']) {
    const response = await fetch(url + page)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toContain('Softphone')
  }
  const script = await fetch(`${url}/assets/index-BxY12345.js`)
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${url}/assets/ring%20tone.wav`)).headers.get('content-type')).toBe('audio/wav')
  expect((await fetch(`${url}/assets/missing.js`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(404)
  const head = await fetch(url, { method: 'HEAD' })
  expect(head.headers.get('content-length')).toBe('39')
})

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/link.txt',
  '/%00.txt',
  '/%zz.txt',
  '//etc/passwd.txt',
])('%s does not lead out of the folder', async (path) => {
  const { url } = await openHouse({ web: webFolder() })
  const answer = await rawGet(url, path)
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/)
  expect(answer).not.toContain('secret')
  expect(answer).not.toContain('root:')
})

test('the page may open a socket to its own exchange, ask its issuers and what is configured, and nobody else', async () => {
  const providers = [{ id: 'login', name: 'Login', issuer: 'https://login.example.nl/tenant/v2.0', clientId: 'phone' }]
  const { url } = await openHouse({ web: webFolder(), connectSources: ['wss://pbx.example.nl'], providers })
  const { headers } = await fetch(url)
  const policy = headers.get('content-security-policy')
  const { host } = new URL(url)
  expect(policy).toContain(
    `connect-src 'self' ws://${host} wss://${host} wss://pbx.example.nl https://login.example.nl;`,
  )
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("object-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('permissions-policy')).toContain('microphone=(self)')
})

test('a strange Host header cannot write the policy', async () => {
  const { url } = await openHouse()
  const { hostname, port } = new URL(url)
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.write("GET /healthz HTTP/1.1\r\nHost: evil; script-src 'unsafe-inline'\r\nConnection: close\r\n\r\n")
    let received = ''
    socket.on('data', (data) => {
      received += String(data)
    })
    socket.on('close', () => resolve(received))
  })
  expect(answer).not.toContain('unsafe-inline')
})

test('without a web folder there is only the exchange', async () => {
  const { url } = await openHouse()
  expect((await fetch(url)).status).toBe(404)
})
