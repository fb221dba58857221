import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ContactEmail, ContactFields, ContactName, ContactPhone } from './contact.ts'
import { writeCsv } from './csv-write.ts'
import { fieldsOf, readContacts } from './read.ts'
import { writeVcards } from './vcard-write.ts'

const lines = (...text: readonly string[]) => text.join('\r\n')
const one = async (text: string) => (await readContacts(text)).contacts[0]?.fields

describe('D6 vCard', () => {
  test('version 4, as RFC 6350 writes it', async () => {
    const card = lines(
      ...[
        'BEGIN:VCARD',
        'VERSION:4.0',
        'FN:Jan van der Berg',
        'N:van der Berg;Jan;;dr.;MBA',
        'ORG:Bakkerij Zoet;Verkoop',
      ],
      ...['TITLE:Inkoper', 'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+31201234567', 'TEL;TYPE=cell:06-12345678'],
      ...[
        'EMAIL;TYPE=work:jan@example.nl',
        'PHOTO:https://example.nl/jan.png',
        'NOTE:Belt\\, liefst\\nna negen',
        'END:VCARD',
        '',
      ],
    )
    expect(await readContacts(card)).toEqual({
      problems: [],
      contacts: [
        {
          line: 1,
          fields: {
            name: {
              ...{ full: 'Jan van der Berg', given: 'Jan', particle: 'van der', surname: 'Berg' },
              ...{ title: 'dr.', credential: 'MBA' },
            },
            organizations: [{ name: 'Bakkerij Zoet', units: ['Verkoop'] }],
            titles: ['Inkoper'],
            phones: [
              { number: '+31201234567', contexts: ['work'], features: ['voice'], pref: 1 },
              { number: '06-12345678', features: ['mobile'] },
            ],
            emails: [{ address: 'jan@example.nl', contexts: ['work'] }],
            photo: 'https://example.nl/jan.png',
            note: 'Belt, liefst\nna negen',
          },
        },
      ],
    })
  })

  test('version 3 of Apple: groups, labels, preferred in its own way', async () => {
    const card = lines(
      ...['BEGIN:VCARD', 'VERSION:3.0', 'N:Öztürk;Dave;;;', 'FN:Dave Öztürk', 'item1.TEL;type=pref:+31 6 12345678'],
      ...['item1.X-ABLabel:_$!<Mobile>!$_', 'TEL;type=HOME;type=FAX:020 765 4321', 'END:VCARD'],
    )
    expect((await one(card))?.phones).toEqual([
      { number: '+31 6 12345678', label: 'Mobile', pref: 1 },
      { number: '020 765 4321', contexts: ['private'], features: ['fax'] },
    ])
  })

  test('version 2.1 of old telephones: quoted-printable over two lines, types without a name', async () => {
    const card = lines(
      ...['BEGIN:VCARD', 'VERSION:2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9;Ren=', '=C3=A9e;;;'],
      ...['TEL;CELL;PREF:0612345678', 'END:VCARD'],
    )
    expect(await one(card)).toEqual({
      name: { full: 'Renée Café', given: 'Renée', surname: 'Café' },
      phones: [{ number: '0612345678', features: ['mobile'], pref: 1 }],
    })
  })

  test('a long line is put together, also within a character that takes two', async () => {
    const card = lines('BEGIN:VCARD', 'FN:Een heel ', ' lange naam', 'END:VCARD')
    expect((await one(card))?.name.full).toBe('Een heel lange naam')
  })

  test('what is broken is told by line, and everything else is read', async () => {
    const card = lines(
      ...['hello', 'BEGIN:VCARD', 'FN:First', 'this is no property', 'END:VCARD', 'END:VCARD'],
      ...[
        'BEGIN:VCARD',
        'VERSION:4.0',
        'END:VCARD',
        'BEGIN:VCARD',
        'FN:Second',
        'BEGIN:VCARD',
        'FN:Third',
        'TEL:call me!',
      ],
    )
    const { contacts, problems } = await readContacts(card, { format: 'vcard' })
    expect(contacts.map(({ line, fields }) => [line, fields.name.full])).toEqual([
      ...[
        [2, 'First'],
        [10, 'Second'],
        [12, 'Third'],
      ],
    ])
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      ...['1 not-a-contact', '4 not-a-contact', '6 not-a-contact', '7 no-name', '10 not-closed', '12 not-closed'],
      '12 bad-number',
    ])
    expect(contacts[2]?.fields).toMatchObject({ phones: [], note: 'call me!' })
  })

  test('a company without people is a company', async () => {
    const card = lines('BEGIN:VCARD', 'ORG:Papierhandel De Wit', 'TEL:0201112233', 'END:VCARD')
    expect(await one(card)).toMatchObject({ kind: 'org', name: { full: 'Papierhandel De Wit' } })
  })

  test('a picture in the card is left out, whatever its size', async () => {
    const picture = Array.from({ length: 30_000 }, () => ` ${'QUFB'.repeat(18)}`)
    const card = lines('BEGIN:VCARD', 'FN:Jan', 'PHOTO;ENCODING=b;TYPE=JPEG:', ...picture, 'NOTE:after', 'END:VCARD')
    expect(await one(card)).toEqual({ name: { full: 'Jan' }, note: 'after' })
  })
})

describe('D6 CSV', () => {
  test('as Outlook writes it', async () => {
    const csv = lines(
      'First Name,Last Name,Company,Job Title,Business Phone,Mobile Phone,E-mail Address',
      'Jan,van der Berg,"Zoet, Bakkerij",Inkoper,020 123 4567,06-12345678,jan@example.nl',
    )
    expect(await one(csv)).toEqual({
      name: { full: 'Jan van der Berg', given: 'Jan', particle: 'van der', surname: 'Berg' },
      organizations: [{ name: 'Zoet, Bakkerij' }],
      titles: ['Inkoper'],
      phones: [
        { number: '020 123 4567', contexts: ['work'] },
        { number: '06-12345678', features: ['mobile'] },
      ],
      emails: [{ address: 'jan@example.nl' }],
    })
  })

  test('as Google writes it: the kind stands before the number, and two numbers in one cell', async () => {
    const csv = lines('Name,Phone 1 - Type,Phone 1 - Value', 'Jan,Mobile,+31 6 12345678 ::: +31 6 87654321')
    expect((await one(csv))?.phones).toEqual([
      { number: '+31 6 12345678', features: ['mobile'] },
      { number: '+31 6 87654321', features: ['mobile'] },
    ])
  })

  test('as a Dutch spreadsheet writes it: semicolons, a mark at the beginning', async () => {
    const csv = `\uFEFFVoornaam;Tussenvoegsel;Achternaam;Bedrijf;Mobiel;Telefoon werk\nCarol;van den;Berg;;0612345678;"020;1"\n`
    const { contacts, problems } = await readContacts(csv)
    expect(contacts[0]?.fields.name).toEqual({
      ...{ full: 'Carol van den Berg', given: 'Carol', particle: 'van den', surname: 'Berg' },
    })
    expect(problems).toEqual([{ line: 2, code: 'bad-number', detail: 'Kept in the note: 020;1' }])
  })

  test('line breaks and quotes within quotes, and what follows keeps its line', async () => {
    const csv = 'Name,Notes\r\n"Jan","Says ""hello""\r\nand more"\r\n\r\n,,\r\nPiet,\r\n'
    const { contacts } = await readContacts(csv)
    expect(contacts.map(({ line, fields }) => [line, fields.name.full, fields.note])).toEqual([
      ...[
        [2, 'Jan', 'Says "hello"\r\nand more'],
        [6, 'Piet', undefined],
      ],
    ])
  })

  test('a quote that never ends breaks its own line only', async () => {
    const csv = 'Name,Phone\nJan,0612345678\n"Piet,0612345679\nKlaas,0612345680\n'
    const { contacts, problems } = await readContacts(csv)
    expect(contacts.map(({ fields }) => fields.name.full)).toEqual(['Jan', 'Piet', 'Klaas'])
    expect(problems.map(({ line, code }) => [line, code])).toEqual([[3, 'not-closed']])
  })

  test('a file without a heading is refused in a word, not guessed', async () => {
    const { contacts, problems } = await readContacts('Jan,0612345678\nPiet,0612345679\n')
    expect([contacts, problems.map(({ code }) => code)]).toEqual([[], ['no-columns']])
  })

  test('what a spreadsheet would take for a formula is none, and comes back as it was', async () => {
    const names = ['=1+1', '@SUM(A1)', '+cmd|/c calc', '-2+3', "'=quoted", '=HYPERLINK("http://x","y")']
    const contacts = names.map((full) => ({ name: { full }, phones: [{ number: '+31201234567' }] }))
    const csv = writeCsv(contacts)
    expect(csv).not.toMatch(/(^|,|")[=@]/m)
    expect(csv).toContain(',+31201234567,')
    expect(fieldsOf(await readContacts(csv)).map(({ name }) => name.full)).toEqual(names)
  })
})

describe('D6 bad files', () => {
  test('one that is too large is refused at once', async () => {
    await expect(readContacts('x'.repeat(64_000_001))).rejects.toMatchObject({ code: 'too-large' })
  })

  test.each([
    ['nothing', ''],
    ['spaces', ' \n \r\n'],
    ['a program', '\u0000\u0001MZ\u0090'],
    ['a page', '<!doctype html><html><body>BEGIN:VCARD</body></html>'],
    ['quotes only', '"'.repeat(1_000)],
  ])('%s is no contact and no crash', async (_, text) => {
    expect((await readContacts(text)).contacts).toEqual([])
    expect((await readContacts(text, { format: 'vcard' })).contacts).toEqual([])
  })

  test('whatever a file says, it ends, and nothing is read twice', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'FN:A', 'N:B;C', ' x', '"', ',', ';', '\n', '\r', '=', 'TEL:1'),
        ),
        fc.constantFrom('vcard', 'csv'),
        async (pieces, format) => {
          const text = pieces.join(format === 'csv' ? '' : '\n')
          const { contacts } = await readContacts(`${format === 'csv' ? 'name,phone\n' : ''}${text}`, { format })
          expect(new Set(contacts.map(({ line }) => line)).size).toBe(contacts.length)
        },
      ),
    ))

  test('a large file does not keep the page from its work', async () => {
    const cards = Array.from(
      { length: 20_000 },
      (_, at) => `BEGIN:VCARD\r\nFN:Person ${at}\r\nTEL:+3161234${String(at).padStart(4, '0')}\r\nEND:VCARD\r\n`,
    )
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const { contacts } = await readContacts(cards.join(''))
    clearInterval(timer)
    expect(contacts).toHaveLength(20_000)
    expect(turns).toBeGreaterThan(10)
  })
})

// what a person can type: no control characters, not blank at the ends
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((written) => written.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim())
  .filter((written) => written !== '')
const capital = text.map((written) => `X${written.replace(/\s+/gu, ' ')}`)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const some = <T>(words: readonly T[]) => fc.subarray([...words], { minLength: 1 })

const without = <T extends object>(fields: T): T =>
  // exactly what toEqual does not look at
  JSON.parse(JSON.stringify(fields))

const nameOf = fc
  .record({
    ...{ full: capital, given: maybe(capital), particle: maybe(fc.constantFrom('van der', 'de', 'van', "in 't")) },
    ...{ surname: capital, title: maybe(capital), credential: maybe(capital) },
  })
  .map((name) => without(name) as ContactName)
const phoneOf = fc
  .record({
    number: fc.constantFrom('+31201234567', '201', '0612345678', '112', '*97'),
    ...{ contexts: maybe(some(['work', 'private'] as const)), label: maybe(capital) },
    features: maybe(some(['voice', 'mobile', 'fax', 'text', 'video', 'pager'] as const)),
  })
  .map((phone) => without(phone) as ContactPhone)
const emailOf = fc
  .record({ address: fc.constantFrom('a@example.nl', 'b.c+d@example.com'), contexts: maybe(some(['work'] as const)) })
  .map((email) => without(email) as ContactEmail)
const contactOf = fc
  .record({
    ...{ name: nameOf, note: maybe(capital), kind: maybe(fc.constantFrom('individual', 'org', 'group')) },
    organizations: maybe(
      fc.tuple(fc.record({ name: capital, units: maybe(fc.array(capital, { minLength: 1, maxLength: 2 })) })),
    ),
    ...{ titles: maybe(fc.array(capital, { minLength: 1, maxLength: 1 })) },
    ...{ phones: maybe(fc.array(phoneOf, { minLength: 1, maxLength: 3 })) },
    ...{ emails: maybe(fc.array(emailOf, { minLength: 1, maxLength: 2 })) },
  })
  .map((contact) => without(contact) as ContactFields)

/** A type in words cannot say a slash within a department. */
const hasSlash = (contact: ContactFields) => JSON.stringify([contact.organizations, contact.titles]).includes('/')

test('D6 what is written as vCard is read as it was', () =>
  fc.assert(
    fc.asyncProperty(fc.array(contactOf, { maxLength: 4 }), async (contacts) => {
      const written = writeVcards(contacts)
      for (const line of written.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
      expect(await readContacts(written, { format: 'vcard' })).toMatchObject({ problems: [] })
      expect(fieldsOf(await readContacts(written, { format: 'vcard' }))).toEqual(contacts)
    }),
    { numRuns: 300 },
  ))

test('D6 what is written as CSV is read as it was', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        contactOf.filter((contact) => !hasSlash(contact)),
        { minLength: 1, maxLength: 4 },
      ),
      async (contacts) => {
        expect(fieldsOf(await readContacts(writeCsv(contacts), { format: 'csv' }))).toEqual(contacts)
      },
    ),
    { numRuns: 300 },
  ))
