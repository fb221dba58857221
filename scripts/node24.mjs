// Hands over to the pinned Node. Node built-ins only.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node24, root } from './install.mjs'

// what is loaded from source is compiled once, not by every process that is started: half of what a start takes
const compiled = { NODE_COMPILE_CACHE: join(root, '.cache/compiled') }

const passed = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a program from source under the pinned Node; signals are passed on to it, and this process ends as it ends.
 * @param {string[]} args
 */
export function handOver(args) {
  const child = spawn(node24, ['--conditions=offhook-source', ...args], {
    stdio: 'inherit',
    env: { ...compiled, ...process.env },
  })
  // Ctrl-C reaches the child from the terminal too, and so more than once: it must not mind
  for (const signal of passed) process.on(signal, () => child.kill(signal))
  const watch = stopWithParent(child)
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
  })
}

/** An npm that was killed takes what it started with it; whoever starts this without npm may leave. */
function stopWithParent(child) {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return undefined
  return setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
}

/** @param {() => Promise<void>} work What it throws is one clear line and exit code 1. */
export async function orFail(work) {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
