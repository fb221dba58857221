import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, runNode, tool } from './run.ts'

/** Small files that each break one rule, by the rule. */
const offences = {
  'slices-apart': { path: 'packages/core/src/devices/offence.ts', imports: '../call/good.ts' },
  'kernel-below': { path: 'packages/core/src/kernel/offence.ts', imports: '../call/good.ts' },
  'core-alone': { path: 'packages/core/src/call/offence.ts', imports: 'zod' },
  'core-uses': { path: 'packages/core/src/dialpad/offence.ts', imports: '@offhook/webrtc' },
  'webrtc-uses': { path: 'packages/webrtc/src/sip/offence.ts', imports: '@offhook/exchange' },
  'public-entries': { path: 'examples/softphone/src/offence.ts', imports: '../../../packages/core/src/call/good.ts' },
  'testing-apart': { path: 'packages/webrtc/src/offence.ts', imports: '@offhook/core/testing' },
  'sip-in-one-place': { path: 'packages/webrtc/src/media/offence.ts', imports: 'sip.js' },
  'no-cycles': { path: 'packages/exchange/src/around.ts', imports: './back.ts' },
  resolvable: { path: 'test/offence.test.ts', imports: './nowhere.ts' },
} as const

const good = {
  'packages/core/src/index.ts': '',
  'packages/core/src/testing/index.ts': '',
  'packages/core/src/kernel/good.ts': '',
  'packages/core/src/call/good.ts': importing('../kernel/good.ts'),
  'packages/webrtc/src/index.ts': importing('@offhook/core'),
  'packages/exchange/src/index.ts': importing('@offhook/webrtc'),
  'packages/exchange/src/back.ts': importing('./around.ts'),
  'test/good.test.ts': importing('@offhook/core/testing'),
}

let tree: string
let found: ReadonlySet<string>

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'offhook-rule-'))
  layOut()
  const { output } = await runNode([tool('depcruise'), '--output-type', 'json', '.'], tree)
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } }
  found = new Set(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`))
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

test.each(Object.entries(offences))('the dependency rule %s bites', (rule, { path }) => {
  expect(found).toContain(`${rule} ${path}`)
})

test('what keeps the rules is let be', () => {
  const files = Object.keys(good).filter((path) => !path.endsWith('back.ts'))
  expect([...found].filter((violation) => files.some((path) => violation.endsWith(` ${path}`)))).toEqual([])
})

/** A small repository with the same folders, packages and dependencies. */
function layOut(): void {
  const modules = join(tree, 'node_modules')
  mkdirSync(join(modules, '@offhook'), { recursive: true })
  for (const name of ['sip.js', 'zod', 'typescript']) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const name of readdirSync(join(root, 'packages'))) {
    write(`packages/${name}/src/index.ts`, '')
    cpSync(join(root, 'packages', name, 'package.json'), join(tree, 'packages', name, 'package.json'))
    symlinkSync(join(tree, 'packages', name), join(modules, '@offhook', name))
  }
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.base.json']) cpSync(join(root, name), join(tree, name))
  for (const [path, text] of Object.entries(good)) write(path, text)
  for (const { path, imports } of Object.values(offences)) write(path, importing(imports))
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

function importing(specifier: string): string {
  return `import '${specifier}'\n`
}
