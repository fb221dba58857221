import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.ts'

/** What this project reads of a package.json. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
}

/** A package that is published, and where it lies. */
export interface PublicPackage {
  readonly folder: string
  readonly manifest: Manifest
}

/** The packages that are published. */
export function publicPackages(): readonly PublicPackage[] {
  return globSync('packages/*/package.json', { cwd: root })
    .map((path) => join(root, path))
    .map((path): PublicPackage => ({ folder: dirname(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
}
