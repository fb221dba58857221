import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages }: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
)

test('the lock file names the packages of every platform: npm drops what a registry lacks, and npm ci then refuses', () => {
  const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
  )
  expect(absent).toEqual([])
})

/** Whether a dependency of the package at `path` is there, beside it or further up. */
function isLocked(path: string, name: string): boolean {
  if (packages[`${path}${path === '' ? '' : '/'}node_modules/${name}`] !== undefined) return true
  if (path === '') return false
  return isLocked(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}
