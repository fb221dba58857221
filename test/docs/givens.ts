/** What a sample finds when it begins, and what happens when it is over, as code around it. */
interface Given {
  readonly before: string
  readonly after: string
}

const phone = `
import { createPhone as $createPhone } from '@offhook/core'
import { createNetwork as $createNetwork } from '@offhook/core/testing'
const network = $createNetwork()
const phone = $createPhone(network.join('alice'))
const $others = ['bob', 'carol'].map((person) => $createPhone(network.join(person)))
for (const other of $others) other.on('incoming', (call) => call.answer())
await Promise.all([phone, ...$others].map((each) => each.connection.connect()))
`

const call = `${phone}
const call = phone.call('202')
await call.until('connected')
`

/** Long enough for whatever was not waited for to fail. */
const settle = 'await new Promise((resolve) => setTimeout(resolve, 50))'

// a sample may leave a call up: the program ends all the same
const end = `${settle}\nprocess.exit(0)`

const comesIn = `
const $theirs = network.dialIn({ to: 'alice', from: { number: '+31201234567', name: 'Ada Lovelace' } })
await $theirs.until('connected')
await $theirs.hangUp()
`

/** By the words in the comment above a sample. */
export const givens: Readonly<Record<string, Given>> = {
  // on a page, where bob answers; see on-a-page.ts
  browser: { before: '', after: '' },
  '': { before: '', after: end },
  phone: { before: phone, after: end },
  'phone, then a call comes in': { before: phone, after: `${comesIn}\n${end}` },
  call: { before: call, after: end },
}
