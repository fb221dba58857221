import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RigPage } from './rig/browser.ts'
import { softphoneStories } from './rig/softphone.ts'

// the phonebooks: the company's, which everybody has, and one's own, which nobody else sees

softphoneStories((house) => {
  const { accessible, signedIn, open, see, miss, press, click, write, textOf } = house

  test('D1 D2 each phonebook has its own people, and a search finds them as one types', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-contacts')
    await pick(alice, 'books', 'Intern')
    await see(alice, 'contact', { name: 'Bob de Vries' })
    await pick(alice, 'books', 'Extern')
    await miss(alice, 'contact', { name: 'Bob de Vries' })
    await pick(alice, 'books', 'Persoonlijk')
    await see(alice, 'empty')
    await pick(alice, 'books', 'Alle')
    await write(alice, 'search', 'ozturk dave')
    await see(alice, 'contact', { name: 'Dave Öztürk' })
    expect(await alice.tab.$$eval('mark', (marks) => marks.map((mark) => mark.textContent))).toEqual(['Dave', 'Öztürk'])
    await accessible(alice)
  })

  test('D2 somebody is found by company and by number, however it is written, with what was typed in bold', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-contacts')
    await press(alice, 'add-contact')
    await write(alice, 'contact-name', 'Zoë van der Ström')
    await write(alice, 'contact-company', 'Çelik & Zonen')
    await write(alice, 'contact-number-0', '020 555 77 09')
    await press(alice, 'save')
    await see(alice, 'contact-card')
    const marked = () => alice.tab.$$eval('[data-testid=people] mark', (all) => all.map((mark) => mark.textContent))
    for (const [typed, expected] of [
      ['celik', ['Çelik']],
      ['zoe vanderst', ['Zoë', 'van der St']],
      ['0205557709', ['20 555 7709']],
      ['+31 20 55577', ['+31 20 555 77']],
    ] as const) {
      await write(alice, 'search', typed)
      await see(alice, 'contact', { name: 'Zoë van der Ström' })
      await expect.poll(marked, { timeout: 10_000 }).toEqual(expected)
    }
    await accessible(alice)
    await press(alice, 'delete')
    await press(alice, 'delete-really')
    await see(alice, 'empty')
  })

  test('D1 D2 D4 a phonebook too large for the page is asked at the server, and who was found there stays true', async () => {
    const alice = await open('alice', '/?as=alice')
    await alice.tab.evaluateOnNewDocument(asIfLarge)
    await alice.tab.reload()
    await press(alice, 'section-contacts')
    await pick(alice, 'books', 'Extern')
    expect(await textOf(alice, 'empty')).toContain('groot')
    await write(alice, 'search', 'bakker')
    await see(alice, 'contact')
    const first = () => alice.tab.$eval('[data-testid=contact]', (row) => row.getAttribute('data-name') ?? '')
    const second = () => alice.tab.$$eval('[data-testid=contact]', (rows) => rows[1]?.getAttribute('data-name') ?? '')
    await expect.poll(second, { timeout: 10_000 }).toContain('Bakker')
    const name = await second()
    await look(alice, name)
    await press(alice, 'favourite')
    await expect.poll(first, { timeout: 10_000 }).toBe(name)
    await write(alice, 'search', 'nobody at all')
    await see(alice, 'empty')
    await write(alice, 'search', 'bakker')
    await see(alice, 'contact', { name, favourite: 'true' })
    await press(alice, 'favourite')
    await see(alice, 'contact', { name, favourite: 'false' })
    await accessible(alice)
  })

  test('D1 whoever stands far down the list is reached by scrolling, and more come as one goes down', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-contacts')
    await see(alice, 'contact')
    const rows = () => alice.tab.$$('[data-testid=contact]')
    const before = await rows()
    const last = before.at(-1)
    const name = await last?.evaluate((row) => row.getAttribute('data-name'))
    await (await last?.$('button'))?.click()
    expect(await textOf(alice, 'contact-card')).toContain(name)
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBeGreaterThan(before.length)
  })

  test('D3 a contact of alice: what is wrong is told at its field, both her tabs have it, and bob never does', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    const again = await open('alice again', '/?as=alice')
    await press(again, 'section-contacts')
    await press(bob, 'section-contacts')
    await press(alice, 'section-contacts')
    await press(alice, 'add-contact')
    await write(alice, 'contact-number-0', 'not a number')
    await press(alice, 'save')
    await see(alice, 'problem')
    expect(await problems(alice)).toEqual(['Vul dit in.', 'Dit is geen telefoonnummer.'])
    await accessible(alice)
    await write(alice, 'contact-name', '<b>Ada</b> Lovelace')
    await write(alice, 'contact-number-0', '020 555 77 01')
    await press(alice, 'add-number')
    await write(alice, 'contact-number-1', '06 5557 7701')
    await alice.tab.select('[data-testid=contact-kind-1]', 'mobile')
    await press(alice, 'save')
    expect(await textOf(alice, 'contact-card')).toContain('+31 20 555 7701')
    await accessible(alice)
    await see(again, 'contact', { name: '<b>Ada</b> Lovelace' })
    await press(alice, 'edit')
    await write(alice, 'contact-name', 'Ada King')
    await press(alice, 'save')
    await see(again, 'contact', { name: 'Ada King' })
    await miss(bob, 'contact', { name: 'Ada King' })
    await press(alice, 'delete')
    await press(alice, 'delete-really')
    await miss(again, 'contact', { name: 'Ada King' })
  })

  test('D4 a star is there in both tabs, and its contact comes first', async () => {
    const [alice] = await signedIn('alice')
    const again = await open('alice again', '/?as=alice')
    for (const page of [alice, again]) await press(page, 'section-contacts')
    await write(alice, 'search', 'dave')
    await look(alice, 'Dave Öztürk')
    await press(alice, 'favourite')
    await see(again, 'contact', { name: 'Dave Öztürk', favourite: 'true' })
    const first = () => again.tab.$eval('[data-testid=contact]', (row) => row.getAttribute('data-name'))
    await expect.poll(first, { timeout: 10_000 }).toBe('Dave Öztürk')
    await press(alice, 'favourite')
    await see(again, 'contact', { name: 'Dave Öztürk', favourite: 'false' })
  })

  test('D6 a file of contacts comes in, a bad line is told, and goes out again', async () => {
    const [alice] = await signedIn('alice')
    await press(alice, 'section-contacts')
    const file = join(house.data(), 'contacts.vcf')
    const card = (name: string, number: string) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nTEL:${number}\r\nEND:VCARD\r\n`
    writeFileSync(
      file,
      `${card('Grace Hopper', '0205557702')}${card('Joan Clarke', '0205557703')}BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:nobody\r\nEND:VCARD\r\n`,
    )
    await press(alice, 'files-button')
    const input = await alice.tab.waitForSelector('[data-testid=import-file]')
    // the selector names an input
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file)
    await expect
      .poll(() => alice.tab.$eval('[data-testid=import-report]', (at) => at.textContent), { timeout: 10_000 })
      .toMatch(/2 contacten toegevoegd/)
    await alice.tab.keyboard.press('Escape')
    await pick(alice, 'books', 'Persoonlijk')
    await see(alice, 'contact', { name: 'Grace Hopper' })
    const session = await alice.tab.createCDPSession()
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: house.data() })
    await press(alice, 'files-button')
    await press(alice, 'export-csv')
    await expect
      .poll(() => read(join(house.data(), 'contacts.csv')), { timeout: 10_000 })
      .toMatch(/Grace Hopper[\s\S]*Joan Clarke/)
  })

  test('C1 C2 D3 who calls is who the own phonebook says; a name in the dial field calls the mobile number', async () => {
    const [alice, bob] = await signedIn('alice', 'bob')
    await press(alice, 'section-contacts')
    await press(alice, 'add-contact')
    await write(alice, 'contact-name', 'Bobby Tables')
    await write(alice, 'contact-company', 'Databases & Zonen')
    await write(alice, 'contact-number-0', '202')
    await alice.tab.select('[data-testid=contact-kind-0]', 'mobile')
    await press(alice, 'save')
    await see(alice, 'contact-card')
    await press(alice, 'section-phone')
    await write(alice, 'dial-field', 'bobby')
    await see(alice, 'found-people')
    await accessible(alice)
    await click(alice, '[data-testid=found-people] [data-kind=mobile]')
    await press(bob, 'decline')
    await see(alice, 'ended', { reason: 'declined' })
    const field = await see(bob, 'dial-field')
    await field.type('201')
    await field.press('Enter')
    const said = await textOf(alice, 'incoming')
    expect(said).toContain('Bobby Tables')
    expect(said).toContain('Databases & Zonen')
    await press(alice, 'decline')
  })

  /** Runs in the tab: what the server says of the external phonebook, it says as of one with a million contacts. */
  function asIfLarge(): void {
    const real = window.fetch
    window.fetch = async (...request) => {
      const answer = await real(...request)
      const [asked] = request
      const { pathname } = new URL(asked instanceof Request ? asked.url : asked, location.href)
      if (pathname !== '/v1/books' || !answer.ok) return answer
      const { items } = await answer.json()
      const large = (book: { kind: string }) => (book.kind === 'external' ? { ...book, held: 'asked' } : book)
      return Response.json({ items: items.map(large) }, { headers: answer.headers })
    }
  }

  const problems = ({ tab }: RigPage) => tab.$$eval('[data-testid=problem]', (all) => all.map((at) => at.textContent))

  async function pick(page: RigPage, id: string, value: string) {
    await see(page, id)
    await click(page, `[data-testid=${id}] label[title="${value}"]`)
  }

  async function look(page: RigPage, name: string) {
    const row = await see(page, 'contact', { name })
    await (await row.$('button'))?.click()
  }

  async function read(path: string): Promise<string> {
    return readFile(path, 'utf8').catch(() => '')
  }
})
