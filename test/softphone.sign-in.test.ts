import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// the door: by password, with a forgotten one, out again, and everywhere

softphoneStories((house) => {
  const { accessible, open, see, miss, press, write, textOf } = house

  test('S5 a wrong password is told in words, the right one leads in, and a reload leaves one in', async () => {
    const page = await open('alice')
    await see(page, 'door')
    await accessible(page)
    await enter(page, 'alice@example.nl', 'not hers')
    await see(page, 'error', { code: 'bad-credentials' })
    await accessible(page)
    await enter(page, 'alice@example.nl', 'alice')
    await see(page, 'connection', { status: 'online' })
    expect(await textOf(page, 'account-menu-button')).toContain('Alice Jansen')
    expect(page.tab.url()).not.toContain('alice')
    await page.tab.reload()
    await see(page, 'connection', { status: 'online' })
    await signOut(page)
    await see(page, 'door')
    await page.tab.reload()
    await see(page, 'door')
  })

  test('S5 bob signs in where alice signed out: the same page is his telephone then, and not hers any more', async () => {
    const page = await open('alice, then bob', '/', 660)
    await enter(page, 'alice@example.nl', 'alice')
    await see(page, 'connection', { status: 'online' })
    await signOut(page)
    await enter(page, 'bob@example.nl', 'bob')
    await see(page, 'connection', { status: 'online' })
    expect(await textOf(page, 'account-menu-button')).toContain('Bob de Vries')
    const [carol] = await house.signedIn('carol')
    await dial(carol, '201')
    await see(carol, 'ended')
    await dial(carol, '202')
    await press(page, 'answer')
    await see(carol, 'call', { status: 'connected' })
    await press(page, 'hang-up')
    await signOut(page)
    await see(page, 'door')
  })

  test('S5 a forgotten password: the link of the e-mail leads to a new one, which counts from then on', async () => {
    const page = await open('carol')
    await press(page, 'forgotten')
    await accessible(page)
    await write(page, 'reset-email', 'carol@example.nl')
    await press(page, 'reset-send')
    await see(page, 'reset-sent')
    await expect.poll(linkInMail, { timeout: 5_000 }).toBeDefined()
    await page.tab.goto(linkInMail() ?? '')
    // the hash alone changed; a person opens the link in a new tab
    await page.tab.reload()
    await write(page, 'new-password', 'short')
    await press(page, 'reset-save')
    await see(page, 'problem')
    await accessible(page)
    await write(page, 'new-password', 'correct horse battery')
    await press(page, 'reset-save')
    await see(page, 'reset-done')
    await page.tab.goto(house.address())
    await enter(page, 'carol@example.nl', 'carol')
    await see(page, 'error', { code: 'bad-credentials' })
    await enter(page, 'carol@example.nl', 'correct horse battery')
    await see(page, 'connection', { status: 'online' })
    await signOut(page)
    await see(page, 'door')
  })

  test('S5 another password: a wrong or short one is told at its field, the new one counts, and other sessions end', async () => {
    const other = await open('dave by a link', '/?as=dave', 1100)
    await see(other, 'connection', { status: 'online' })
    const page = await open('dave', '/', 1100)
    await enter(page, 'dave@example.nl', 'dave')
    await see(page, 'connection', { status: 'online' })
    await press(page, 'section-settings')
    await change(page, 'not his', 'correct horse battery')
    await see(page, 'problem')
    await accessible(page)
    await change(page, 'dave', 'short')
    await see(page, 'problem')
    await change(page, 'dave', 'correct horse battery')
    await see(page, 'password-changed', { done: 'true' })
    await see(other, 'door')
    await signOut(page)
    await enter(page, 'dave@example.nl', 'dave')
    await see(page, 'error', { code: 'bad-credentials' })
    await enter(page, 'dave@example.nl', 'correct horse battery')
    await see(page, 'connection', { status: 'online' })
    await signOut(page)
    await see(page, 'door')
  })

  test('S5 signing out everywhere ends the other session of the same person too', async () => {
    const page = await open('bob', '/', 660)
    await enter(page, 'bob@example.nl', 'bob')
    await see(page, 'connection', { status: 'online' })
    const other = await open('bob by a link', '/?as=bob', 660)
    await see(other, 'connection', { status: 'online' })
    await press(page, 'section-settings')
    await press(page, 'sign-out-everywhere')
    await see(page, 'door')
    await see(other, 'door')
    await miss(other, 'account-menu-button')
  })

  async function enter(page: RigPage, email: string, password: string) {
    await write(page, 'email', email)
    await write(page, 'password', password)
    await press(page, 'enter')
  }

  async function dial(page: RigPage, number: string) {
    const field = await see(page, 'dial-field')
    await field.type(number)
    await field.press('Enter')
  }

  async function change(page: RigPage, from: string, to: string) {
    await write(page, 'password-from', from)
    await write(page, 'password-to', to)
    await press(page, 'password-change')
  }

  async function signOut(page: RigPage) {
    await press(page, 'account-menu-button')
    await press(page, 'sign-out')
  }

  /** The link of the last letter in the mailbox of the demo. */
  function linkInMail(): string | undefined {
    const folder = join(house.data(), 'mail')
    const last = (() => {
      try {
        return readdirSync(folder).sort().at(-1)
      } catch {
        // nobody wrote yet
        return undefined
      }
    })()
    if (last === undefined) return undefined
    // quoted-printable: soft line breaks, and = as =3D
    const letter = readFileSync(join(folder, last), 'utf8')
      .replace(/=\r?\n/g, '')
      .replaceAll('=3D', '=')
    return /http:\S+#reset=\S+/.exec(letter)?.[0]
  }
})
