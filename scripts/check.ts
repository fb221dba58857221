// `npm run check`: everything about the code that needs neither browser nor Asterisk, a line for each step.
import { join } from 'node:path'
import { root, runNode, tool } from './check/run.ts'

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

/** How one step of the check went. */
export interface StepResult {
  readonly name: string
  readonly isPassed: boolean
  readonly seconds: number
  readonly output: string
}

const longestOutput = 60

const script = (path: string, ...args: string[]) => ['--conditions=offhook-source', `scripts/${path}`, ...args]

/** Two lanes, each in order, side by side: what reads the build stands after the build. */
const lanes: readonly (readonly Step[])[] = [
  [
    // twice as fast; what needs the compiler as a library (declarations, the reference) has the other one
    { name: 'types', command: [join(root, 'node_modules/typescript-7/bin/tsc'), '-b'] },
    { name: 'lint and format', command: [tool('biome'), 'ci', '--colors=off', '--max-diagnostics=200'] },
    { name: 'dependency rule', command: [tool('depcruise'), '--output-type', 'err-long', '.'] },
    { name: 'nothing unused', command: [tool('knip'), '--no-progress', '--no-config-hints'] },
    { name: 'short files', command: script('check/short-files.ts') },
    { name: 'drawn pages', command: script('docs.ts', '--check') },
  ],
  [
    { name: 'build', command: script('build.ts') },
    { name: 'packages as published', command: script('check/packages.ts') },
    { name: 'sizes', command: [tool('size-limit')] },
    { name: 'reference', command: [tool('typedoc'), '--emit', 'none', '--logLevel', 'Warn'] },
  ],
]

/** Runs every step, also when one fails, and tells how each went as soon as it is known. */
export async function check(tell: (line: string) => void): Promise<readonly StepResult[]> {
  const results = await Promise.all(
    lanes.map(async (lane) => {
      const results: StepResult[] = []
      for (const step of lane) {
        const result = await take(step)
        tell(lineOf(result))
        results.push(result)
      }
      return results
    }),
  )
  return results.flat()
}

async function take({ name, command }: Step): Promise<StepResult> {
  const started = performance.now()
  const { code, output } = await runNode(command)
  return { name, isPassed: code === 0, seconds: (performance.now() - started) / 1000, output }
}

function lineOf({ name, isPassed, seconds, output }: StepResult): string {
  const line = `${isPassed ? 'ok    ' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`
  if (isPassed) return line
  const lines = output.split('\n')
  const more = lines.length > longestOutput ? [`… ${lines.length - longestOutput} more lines`] : []
  return [line, ...[...lines.slice(0, longestOutput), ...more].map((text) => `        ${text}`)].join('\n')
}

if (import.meta.main) {
  const failed = (await check((line) => console.log(line))).filter(({ isPassed }) => !isPassed)
  console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(({ name }) => name).join(', ')}.`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
