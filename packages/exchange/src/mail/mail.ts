import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Settings } from '../config/schema.ts'

/** A letter to one person. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends letters. */
export interface Mail {
  /** Rejects when the mail server does not take it. */
  send(letter: Letter): Promise<void>
}

// whoever waits for a letter looks again after a minute, and a mail server that hangs must not hold up who sends
const patienceMs = 20_000

/**
 * Mail through the server of the configuration; in demo mode without one, a file for each letter in the folder `mail` of the
 * data folder. Nothing when letters can go nowhere.
 */
export function createMail({ smtpUrl, mailFrom, demo, data, domain }: Settings): Mail | undefined {
  const from = mailFrom ?? `Offhook <noreply@${domain ?? 'offhook.invalid'}>`
  if (smtpUrl !== undefined) {
    const { protocol, hostname, port, username, password } = new URL(smtpUrl)
    const transport = createTransport({
      host: hostname,
      ...(port !== '' && { port: Number(port) }),
      secure: protocol === 'smtps:',
      ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
    })
    return { send: async (letter) => void (await transport.sendMail({ from, ...letter })) }
  }
  return demo && data !== undefined ? createMailbox(join(data, 'mail'), from) : undefined
}

/** A folder with a file for each letter, as mail programs read them. */
function createMailbox(folder: string, from: string): Mail {
  const transport = createTransport({ streamTransport: true, buffer: true })
  return {
    async send(letter) {
      const { message } = await transport.sendMail({ from, ...letter })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`)
      // with buffer: true it is one; and whoever looks sees a whole letter or none
      await writeFile(`${name}.part`, message as Buffer, { mode: 0o600 })
      await rename(`${name}.part`, `${name}.eml`)
    },
  }
}
