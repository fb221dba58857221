// What somebody gets who installs our packages: each is packed as npm would, read by publint and are-the-types-wrong,
// then installed beside its dependencies in an empty folder, imported and required.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, root, run, runNode, tool } from './run.ts'
import { type PublicPackage, publicPackages } from './workspaces.ts'

const folder = mkdtempSync(join(tmpdir(), 'offhook-packages-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const packages = publicPackages()
linkDependencies()
for (const one of packages) await install(one)
for (const one of packages) report(one, await faults(one))

/** The root's dependencies, but not the links to our own sources. */
function linkDependencies(): void {
  mkdirSync(join(folder, 'node_modules/@offhook'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && name !== '@offhook') {
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    }
  }
}

async function install(one: PublicPackage): Promise<void> {
  await expectSuccess(run('npm', ['pack', '--silent', '--pack-destination', folder], one.folder))
  const home = join(folder, 'node_modules', one.manifest.name)
  mkdirSync(home)
  await expectSuccess(run('tar', ['-xzf', tarball(one), '-C', home, '--strip-components=1']))
}

async function faults(one: PublicPackage): Promise<readonly string[]> {
  const checks = [
    await runNode([tool('publint'), 'run', tarball(one), '--strict']),
    // node16: TypeScript's resolution of before `exports` (node10) is not supported
    await runNode([tool('attw'), tarball(one), '--profile', 'node16', '--no-definitely-typed', '--format', 'ascii']),
    ...(await loads(one)),
    ...(await runs(one)),
  ]
  return checks.filter(({ code }) => code !== 0).map(({ output }) => output)
}

/** Every entry, by both module systems. */
async function loads({ manifest: { name, exports = {} } }: PublicPackage): Promise<Ended[]> {
  const entries = Object.keys(exports).map((subpath) => join(name, subpath))
  const imports = entries.map((entry) => `await import('${entry}')`).join('\n')
  const requires = entries.map((entry) => `require('${entry}')`).join('\n')
  return [
    await runNode(['--input-type=module', '--eval', imports], folder),
    await runNode(['--input-type=commonjs', '--eval', requires], folder),
  ]
}

/** Every program, as far as its version. */
function runs({ manifest: { name, bin = {} } }: PublicPackage): Promise<Ended[]> {
  const home = join(folder, 'node_modules', name)
  return Promise.all(Object.values(bin).map((path) => runNode([join(home, path), '--version'], folder)))
}

function report({ manifest: { name } }: PublicPackage, faults: readonly string[]): void {
  for (const fault of faults) console.log(`${name}\n${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

async function expectSuccess(ending: Promise<Ended>): Promise<void> {
  const { code, output } = await ending
  if (code !== 0) throw new Error(output)
}

function tarball({ manifest }: PublicPackage): string {
  const start = manifest.name.replace('@', '').replace('/', '-')
  const name = readdirSync(folder).find((file) => file.startsWith(`${start}-`) && file.endsWith('.tgz'))
  if (name === undefined) throw new Error(`npm pack made no tarball of ${manifest.name}.`)
  return join(folder, name)
}
