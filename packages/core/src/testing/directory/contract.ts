import type { Contact, ContactFields } from '../../directory/contact.ts'
import type { Directory } from '../../directory/directory.ts'
import { type OfficeCase, type OfficeWorld, refusal, same } from '../office/world.ts'

/** The phonebooks of two people of a company: an internal one, an external one, and a personal one of each. */
export interface DirectoryWorld extends OfficeWorld<Directory> {
  /** Somebody in the external phonebook, who has this number and this name. */
  readonly supplier: { readonly name: string; readonly number: string }
}

const jan: ContactFields = {
  name: { full: 'Jan van der Berg', given: 'Jan', particle: 'van der', surname: 'Berg' },
  organizations: [{ name: 'Bakkerij Zoet' }],
  phones: [
    { number: '020 123 4567', contexts: ['work'] },
    { number: '06-12345678', features: ['mobile'] },
  ],
  emails: [{ address: 'jan@example.nl' }],
}

const namesOf = (contacts: readonly Contact[]) => contacts.map(({ name }) => name.full)
const bookOf = (directory: Directory, kind: string) => {
  const book = directory.getSnapshot().books.find((one) => one.kind === kind)
  if (book === undefined) throw new Error(`There is no ${kind} phonebook.`)
  return book
}
const ready = (world: DirectoryWorld, ...directories: readonly Directory[]) =>
  world.until(() => directories.every((one) => one.getSnapshot().status === 'ready'), 'the phonebooks are read')

async function supplierOf(world: DirectoryWorld, directory: Directory): Promise<Contact> {
  const found = () => directory.list({ limit: 1_000 }).find(({ name }) => name.full === world.supplier.name)
  await world.until(() => found() !== undefined, 'the supplier is there')
  const contact = found()
  if (contact === undefined) throw new Error('The supplier is gone.')
  return contact
}

const everyBook = async (world: DirectoryWorld) => {
  const { alice, ids } = world
  await ready(world, alice)
  same([bookOf(alice, 'internal').readOnly, bookOf(alice, 'personal').readOnly], [true, false], 'what is read-only')
  const colleague = alice.of(ids.bob).getSnapshot()
  same(colleague?.book, bookOf(alice, 'internal').id, 'the book of a colleague')
  if (colleague?.phones.length === 0) throw new Error('A colleague has no number.')
  const supplier = await supplierOf(world, alice)
  same(supplier.readOnly, true, 'whether the supplier can be changed')
  const denied = await refusal(
    () => alice.update(supplier, { name: { full: 'Mine now' } }),
    'changing a company contact',
  )
  same(denied.code, 'not-allowed', 'the error')
  const added = await refusal(() => alice.create(jan, { book: supplier.book }), 'adding a company contact')
  same(added.code, 'not-allowed', 'the error')
}

const finds = async (world: DirectoryWorld) => {
  const { alice } = world
  await ready(world, alice)
  const contact = await alice.create(jan)
  const texts = ['ja', 'berg', 'BÉRG', 'van der b', 'vd berg', 'vanderb', 'jan be', 'be ja', 'zoet', 'jan bakk']
  for (const text of [...texts, '+3161234', '0612', '06 12', '(020) 12', '0031 20', '61234']) {
    const found = namesOf(alice.search(text))
    if (!found.includes(jan.name.full)) throw new Error(`'${text}' does not find ${jan.name.full}, but ${found}.`)
  }
  same(namesOf(alice.search('nobody is called so')), [], 'what is not there')
  await alice.remove(contact)
  same(namesOf(alice.search('bakkerij')), [], 'what is removed')
}

const knowsCallers = async (world: DirectoryWorld) => {
  const { alice, supplier } = world
  await ready(world, alice)
  await supplierOf(world, alice)
  same(namesOf(alice.lookup(supplier.number)), [supplier.name], 'whose number it is')
  const contact = await alice.create(jan)
  for (const number of ['+31201234567', '0031 20 123 45 67', 'tel:+31-6-12345678']) {
    same(namesOf(alice.lookup(number)), [jan.name.full], `whose number ${number} is`)
  }
  same((await alice.identify('0612345678'))?.uid, contact.uid, 'who was identified')
  same(await alice.identify('+31209999999'), undefined, 'who is unknown')
  await alice.remove(contact)
}

const isMine = async (world: DirectoryWorld) => {
  const { alice, bob } = world
  await ready(world, alice, bob)
  const window = await world.another()
  await ready(world, window)
  const contact = await alice.create(jan)
  same(contact.phones[0]?.number, '+31201234567', 'the number, as it is dialled')
  same([contact.readOnly, contact.favourite], [false, false], 'what it is')
  await world.until(() => window.of(contact.uid).getSnapshot() !== undefined, 'the other window has it')
  const fields = { ...jan, name: { full: 'Johannes van der Berg' } }
  const changed = await alice.update(contact, fields)
  same(changed.name.full, 'Johannes van der Berg', 'the new name')
  await world.until(
    () => window.of(contact.uid).getSnapshot()?.name.full === changed.name.full,
    'the other window sees it',
  )
  same(bob.of(contact.uid).getSnapshot(), undefined, 'what a colleague has')
  same(namesOf(await bob.find('johannes')), [], 'what a colleague finds')
  const elsewhere = await world.another('bob')
  await ready(world, elsewhere)
  same(elsewhere.of(changed.uid).getSnapshot(), undefined, 'what a colleague has who comes later')
  const attempts: readonly (() => Promise<unknown>)[] = [
    () => bob.favourite(changed),
    () => bob.update(changed, jan),
    () => bob.remove(changed),
  ]
  for (const attempt of attempts) {
    same(
      (await refusal(attempt, 'what is not mine')).code,
      'not-found',
      'the error, which does not tell that it is there',
    )
  }
  same(alice.of(changed.uid).getSnapshot()?.name.full, changed.name.full, 'what is left of it')
  await alice.remove(changed)
  await world.until(() => window.of(contact.uid).getSnapshot() === undefined, 'it is gone from the other window')
}

const conflicts = async (world: DirectoryWorld) => {
  const { alice } = world
  await ready(world, alice)
  const first = await alice.create(jan)
  const second = await alice.update(first, { ...jan, note: 'Calls back on Mondays' })
  const error = await refusal(() => alice.update(first, { ...jan, note: 'Never calls back' }), 'a change based on old')
  same(error.code, 'conflict', 'the error')
  same(alice.of(first.uid).getSnapshot()?.note, 'Calls back on Mondays', 'what stands')
  same((await refusal(() => alice.remove(first), 'removing based on old')).code, 'conflict', 'the error')
  await alice.remove(second)
  same((await refusal(() => alice.remove(second), 'removing what is gone')).code, 'not-found', 'the error')
}

const refusesNonsense = async (world: DirectoryWorld) => {
  const { alice } = world
  await ready(world, alice)
  const before = alice.getSnapshot().count
  const tooLong = await refusal(
    () => alice.create({ name: { full: 'x'.repeat(10_000) } }),
    'a name of 10,000 characters',
  )
  same([tooLong.code, tooLong.problems[0]?.pointer], ['invalid', '/name/full'], 'the error')
  const wrong = { name: { full: 'Jan' }, phones: [{ number: '020 123 4567' }, { number: 'call me maybe!' }] }
  const noNumber = await refusal(() => alice.create(wrong), 'what is not a number')
  same([noNumber.code, noNumber.problems[0]?.pointer], ['invalid', '/phones/1/number'], 'the error')
  const hostile = `Robert'); DROP TABLE contacts;-- <img src=x onerror=alert(1)>`
  const contact = await alice.create({ name: { full: hostile } })
  same(contact.name.full, hostile, 'a hostile name, kept as it is')
  await alice.remove(contact)
  same(alice.getSnapshot().count, before, 'how many there are')
}

const stars = async (world: DirectoryWorld) => {
  const { alice, bob } = world
  await ready(world, alice, bob)
  const supplier = await supplierOf(world, alice)
  await alice.favourite(supplier)
  same(alice.of(supplier.uid).getSnapshot()?.favourite, true, 'the star, as soon as it is true')
  same(alice.list()[0]?.uid, supplier.uid, 'who comes first of all')
  same(alice.list({ book: supplier.book })[0]?.uid, supplier.uid, 'who comes first in the book')
  same(namesOf(alice.getSnapshot().favourites), [world.supplier.name], 'the favourites')
  const window = await world.another()
  await ready(world, window)
  await world.until(() => window.of(supplier.uid).getSnapshot()?.favourite === true, 'the other window sees it')
  same(bob.of(supplier.uid).getSnapshot()?.favourite, false, 'the star of a colleague')
  const elsewhere = await world.another('bob')
  await ready(world, elsewhere)
  same(elsewhere.of(supplier.uid).getSnapshot()?.favourite, false, 'the star of a colleague who comes later')
  await alice.favourite(supplier, false)
  same(alice.getSnapshot().favourites, [], 'the favourites after')
}

const many = async (world: DirectoryWorld) => {
  const { alice } = world
  await ready(world, alice)
  const before = alice.getSnapshot().count
  const good = (at: number) => ({
    name: { full: `Imported ${at}` },
    phones: [{ number: `+3162${String(at).padStart(7, '0')}` }],
  })
  const list: ContactFields[] = Array.from({ length: 450 }, (_, at) => good(at))
  list[7] = { name: { full: '' } }
  list[321] = { name: { full: 'x' }, phones: [{ number: 'not a number!' }] }
  const { added, failed } = await alice.createMany(list)
  same(
    [added.length, failed.map(({ at, error }) => [at, error.code])],
    [
      448,
      [
        [7, 'invalid'],
        [321, 'invalid'],
      ],
    ],
    'the report',
  )
  await world.until(() => alice.getSnapshot().count === before + 448, 'all of them are there')
  same(namesOf(alice.lookup('+31620000449')), ['Imported 449'], 'the last one')
}

/** What every source of contacts does. */
export const directoryContract: readonly OfficeCase<DirectoryWorld>[] = [
  { id: 'D1', name: 'the books of the company are read-only, the own one is not', run: everyBook },
  { id: 'D2', name: 'a contact is found by any word of its name, its company and its number', run: finds },
  { id: 'C1', name: 'a caller is known by any of the numbers, however it is written', run: knowsCallers },
  { id: 'D3', name: 'an own contact is added, changed and removed, and nobody else sees it', run: isMine },
  { id: 'D3', name: 'a change that is based on an old version is refused', run: conflicts },
  {
    id: 'D3',
    name: 'what cannot be a contact is refused by field; what is only strange is kept',
    run: refusesNonsense,
  },
  { id: 'D4', name: 'a starred contact comes first everywhere, for oneself only', run: stars },
  { id: 'D6', name: 'many contacts are added, and those that cannot be are told by their place', run: many },
]
