import { globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { givens } from './givens.ts'

const root = resolve(import.meta.dirname, '../..')

/** Where a sample is tried, or why it is only compiled. */
export type Trial = 'simulator' | 'browser' | `compiled only, ${string}`

/** A piece of code of a page, as a program. */
export interface Sample {
  /** Page and line, for whom it fails. */
  readonly name: string
  readonly file: string
  readonly trial: Trial
  /** The sample as it stands on the page. */
  readonly code: string
  /** The same with what it takes as given before it, and what should happen then after it. */
  readonly program: string
}

const fence = /(?:<!-- sample(?:: (?<given>.+?))? -->\n)?```(?<language>tsx?)\n(?<code>[\s\S]*?)^```$/gm

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], {
  cwd: root,
  exclude: ['docs/site/**'],
}).sort()

/** Every sample of every page. */
export const readSamples = (): readonly Sample[] => pages.flatMap(samplesOf)

/** Every diagram of every page. */
export function readDiagrams(): readonly string[] {
  const texts = pages.map((path) => readFileSync(join(root, path), 'utf8'))
  return texts.flatMap((text) => [...text.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, diagram = '']) => diagram))
}

function samplesOf(path: string): Sample[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(fence)].map((match) => {
    const { given = '', language = 'ts', code = '' } = match.groups ?? {}
    const line = text.slice(0, match.index).split('\n').length
    const page = path.replaceAll('/', '-').replace('.md', '')
    const { before, after } = givens[given] ?? { before: '', after: '' }
    return {
      name: `${path}:${line}`,
      file: `${page}-${line}.${language}`,
      trial: trialOf(given, path, line),
      code,
      program: `${before}\n${code}\n${after}\nexport {}\n`,
    }
  })
}

function trialOf(given: string, path: string, line: number): Trial {
  if (given === 'browser') return given
  if (given.startsWith('compiled only, ')) return given as Trial // the comparison above says so
  if (given === '' || givens[given] !== undefined) return 'simulator'
  throw new Error(`${basename(path)}:${line}: nobody knows what a sample with "${given}" takes as given.`)
}

/** What a sample says it prints, in the comments behind its console.log; from an ellipsis on anything may follow. */
export function promisedLines({ code }: Sample): readonly RegExp[] {
  return [...code.matchAll(/console\.log\(.*\) \/\/ (.+)$/gm)].map(([, text = '']) => {
    const [start = '', ...rest] = text.split('…')
    return new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${rest.length === 0 ? '$' : ''}`)
  })
}
