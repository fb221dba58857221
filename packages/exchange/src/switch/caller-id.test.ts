import { expect, test } from 'vitest'
import { openHouse } from '../testing/house.ts'

const people = [
  {
    user: 'erin',
    extension: '301',
    name: 'Erin',
    password: 'erin',
    callerIds: [{ number: '+31201234567', name: 'Sales' }, { number: '+31207654321' }],
  },
  { user: 'frank', extension: '302', name: 'Frank', password: 'frank' },
]

test.each([
  ['P-Asserted-Identity: <sip:+31201234567@127.0.0.1>', '"Sales" <sip:+31201234567@127.0.0.1>'],
  ['P-Asserted-Identity: "Not this name" <tel:+31201234567>', '"Sales" <sip:+31201234567@127.0.0.1>'],
  ['P-Preferred-Identity: <sip:+31207654321@127.0.0.1>', '"Erin" <sip:+31207654321@127.0.0.1>'],
  ['P-Asserted-Identity: <sip:erin@127.0.0.1>', '"Erin" <sip:301@127.0.0.1>'],
])('a caller chooses among their caller ids by %s', async (header, shown) => {
  const { signIn } = await openHouse({ demo: false, people })
  const [erin, frank] = [await signIn('erin'), await signIn('frank')]
  await erin.call('302', { headers: [header] })
  const { request } = await frank.incoming()
  expect(request.header('P-Asserted-Identity')).toBe(shown)
  expect(request.header('From')).toContain(shown)
})

test.each(['+31612345678', '302', 'frank', '112'])('a caller id of somebody else (%s) is refused', async (number) => {
  const { signIn } = await openHouse({ demo: false, people })
  const [erin, frank] = [await signIn('erin'), await signIn('frank')]
  const out = await erin.call('302', { headers: [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`] })
  const refused = await out.response(403)
  expect(refused.first).toContain('Caller Id Not Allowed')
  expect(refused.header('Warning')).toContain('not one of yours')
  expect(frank.inbox).toEqual([])
})

test.each([
  'O"Brien \\ "quoted"',
  'Anne <anne@evil.example>',
  'Zoë 🦊 Öztürk',
  'עברית \u202Eright to left\u202C',
  'semi;colon, comma=equals',
  '%0d%0aInjected: yes',
])('the display name %s arrives as it is, safely quoted', async (name) => {
  const odd = [{ user: 'odd', extension: '303', name, password: 'odd' }]
  const { signIn } = await openHouse({ demo: false, people: [...people, ...odd] })
  const [caller, frank] = [await signIn('odd'), await signIn('frank')]
  const out = await caller.call('302')
  const inc = await frank.incoming()
  for (const header of ['From', 'P-Asserted-Identity']) expect(nameIn(inc.request.header(header))).toBe(name)
  inc.reject(486)
  await out.response(486)
  const back = await frank.call('303')
  const atOdd = await caller.incoming()
  expect(nameIn(atOdd.request.header('To'))).toBe(name)
  atOdd.ring()
  expect(nameIn((await back.response(180)).header('P-Asserted-Identity'))).toBe(name)
})

/** Reads a quoted string as RFC 3261 section 25.1 says. */
function nameIn(header: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)" </.exec(header)?.[1]
  if (quoted === undefined) throw new Error(`Not a quoted name: ${header}`)
  return quoted.replaceAll(/\\(.)/g, '$1')
}
