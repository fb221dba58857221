import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { toSettings } from '../config/settings.ts'
import { createMail } from './mail.ts'

const letter = { to: 'erin@example.nl', subject: 'Een nieuw wachtwoord', text: 'Dag Erin' }

/** A mail server that says yes to everything, and keeps what it hears. */
async function openMailServer() {
  const heard: string[] = []
  const server = createServer((socket) => {
    let isData = false
    socket.write('220 mail.example.nl ESMTP\r\n')
    socket.on('data', (data) => {
      const text = String(data)
      heard.push(text)
      if (isData) {
        if (!text.endsWith('\r\n.\r\n')) return
        isData = false
        socket.write('250 taken\r\n')
      } else if (text.startsWith('EHLO')) socket.write('250-mail.example.nl\r\n250 AUTH PLAIN\r\n')
      else if (text.startsWith('AUTH')) socket.write('235 welcome\r\n')
      else if (text.startsWith('DATA')) {
        isData = true
        socket.write('354 go on\r\n')
      } else if (text.startsWith('QUIT')) socket.end('221 bye\r\n')
      else socket.write('250 fine\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  return { heard, port }
}

test('S5 a letter goes through the mail server of the configuration, signed in there', async () => {
  const { heard, port } = await openMailServer()
  const smtpUrl = `smtp://phone%40example.nl:se%3Acret@127.0.0.1:${port}`
  const mail = createMail(toSettings({ smtpUrl, mailFrom: 'Telephone <phone@example.nl>' }))
  await mail?.send(letter)
  const text = heard.join('')
  expect(text).toContain(Buffer.from('\0phone@example.nl\0se:cret').toString('base64'))
  expect(text).toContain('MAIL FROM:<phone@example.nl>')
  expect(text).toContain('RCPT TO:<erin@example.nl>')
  expect(text).toContain('Subject: Een nieuw wachtwoord')
})

test('in demo mode it is a file that nobody else can read', async () => {
  const data = await mkdtemp(join(tmpdir(), 'offhook-mail-'))
  onTestFinished(() => rm(data, { recursive: true }))
  await createMail(toSettings({ demo: true, data }))?.send(letter)
  const [name = ''] = await readdir(join(data, 'mail'))
  const file = join(data, 'mail', name)
  expect(name).toMatch(/\.eml$/)
  expect(await readFile(file, 'utf8')).toContain('To: erin@example.nl')
  expect((await stat(file)).mode & 0o077).toBe(0)
})

test('where letters can go nowhere there is no mail', () => {
  expect(createMail(toSettings({}))).toBeUndefined()
  expect(createMail(toSettings({ data: '/tmp/nowhere' }))).toBeUndefined()
})
