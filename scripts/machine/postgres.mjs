// PostgreSQL of Debian for the tests, which start servers of their own: its package is installed without the database and the
// service it would make. Node built-ins only.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { install, osRelease } from './debian.mjs'

const programs = '/usr/lib/postgresql'
const settings = '/etc/postgresql-common/createcluster.conf'
const common = 'postgresql-common'

/** Where a server lies, of whichever version. */
export function findPostgres() {
  const versions = existsSync(programs) ? readdirSync(programs) : []
  return versions.map((version) => join(programs, version, 'bin', 'initdb')).find((path) => existsSync(path))
}

/** The package of PostgreSQL 15 where Debian has it, and of its own version elsewhere. */
export const postgresPackage = () => (osRelease().VERSION_CODENAME === 'bookworm' ? 'postgresql-15' : 'postgresql')

/**
 * Installs packages with a server among them; its first database is not made, so nothing is started now or with the machine.
 * Answers why it failed, or nothing.
 * @param {string[]} names
 */
export async function installWithServer(names) {
  const why = await install([common])
  if (why) return why
  // a machine that has this package already is left as it was
  const before = readFileSync(settings, 'utf8')
  writeFileSync(settings, `${before}\ncreate_main_cluster = false\n`)
  try {
    return await install(names)
  } finally {
    writeFileSync(settings, before)
  }
}
