import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

/** The folder of the repository. */
export const root = resolve(import.meta.dirname, '../..')

/** The program of a development dependency, to be run by this Node. */
export const tool = (name: string) => join(root, 'node_modules/.bin', name)

/** A program that has ended. */
export interface Ended {
  readonly code: number
  /** What it wrote, both streams in order. */
  readonly output: string
}

/** Runs a program by this Node; whatever Node comes first on the PATH is not asked. */
export const runNode = (args: readonly string[], cwd = root) => run(process.execPath, args, cwd)

/** Runs a program to its end and keeps what it wrote. */
export function run(program: string, args: readonly string[], cwd = root): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { FORCE_COLOR: _, ...env } = process.env
    const child = spawn(program, args, { cwd, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (text: string) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }))
  })
}
