import { expect, test } from 'vitest'
import { mirrorIn } from './debian.mjs'

const nodesource = `
Types: deb
URIs: https://deb.nodesource.com/node_20.x
Suites: nodistro
Components: main
`
const deb822 = `
# URIs: http://commented.example/debian
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components:
 main
 contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main
`

test.each([
  ['stanzas', [nodesource, deb822], 'http://mirror.example/debian'],
  ['a stanza that is off', [deb822.replace('Types', 'Enabled: no\nTypes')], 'http://deb.debian.org/debian'],
  ['lines', ['deb https://mirror.example/debian bookworm main contrib # ours'], 'https://mirror.example/debian'],
  ['a line with options', ['deb [arch=amd64 signed-by=/k.gpg] http://a.example/d stable main'], 'http://a.example/d'],
  ['a line that is off', ['# deb http://off.example/debian bookworm main'], 'http://deb.debian.org/debian'],
  ['sources only', ['deb-src http://src.example/debian bookworm main'], 'http://deb.debian.org/debian'],
  ['security only', ['deb http://security.example/d bookworm-security main'], 'http://deb.debian.org/debian'],
  [
    'a disc before a mirror',
    ['deb cdrom:[x]/ bookworm main\ndeb http://b.example/d bookworm main'],
    'http://b.example/d',
  ],
  ['nothing', [], 'http://deb.debian.org/debian'],
])("apt's mirror is found in %s", (_, sources, mirror) => {
  expect(mirrorIn(sources, 'bookworm')).toBe(mirror)
})
