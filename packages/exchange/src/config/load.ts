import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError } from './error.ts'
import { configSchema, type ExchangeConfig } from './schema.ts'
import { type Origin, toSettings } from './settings.ts'

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a command line comes to: something to start, or a text to print. */
export type CommandLine =
  | { readonly kind: 'start'; readonly config: ExchangeConfig }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }

type Values = Record<string, unknown>

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  web: { type: 'string' },
  demo: { type: 'boolean' },
  trace: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const

// lists and people are written in a file; everything else may also be a variable
const kinds = Object.fromEntries(
  Object.entries(configSchema.shape).flatMap(([key, schema]) => {
    const sample: unknown = schema.safeParse(undefined).data
    return Array.isArray(sample) ? [] : [[key, kindOf(sample)] as const]
  }),
)

function kindOf(sample: unknown): 'number' | 'boolean' | 'text' {
  if (typeof sample === 'number') return 'number'
  return typeof sample === 'boolean' ? 'boolean' : 'text'
}

const variableOf = (key: string) => `OFFHOOK_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/**
 * Reads a command line: a flag wins over a variable, a variable over the file, the file over the default.
 * Throws a ConfigError that names the flag, variable or key that is wrong.
 */
export function readCommandLine(args: readonly string[], environment: Environment): CommandLine {
  const given = parseFlags(args)
  if (given.help) return { kind: 'help' }
  if (given.version) return { kind: 'version' }
  const origins = new Map<string, string>()
  const fromFlags = pick(given, origins)
  const fromEnvironment = readEnvironment(environment, origins)
  const data = fromFlags.data ?? fromEnvironment.data ?? '.offhook'
  const named = given.config ?? environment.OFFHOOK_CONFIG
  const fromFile =
    typeof named === 'string' ? readFile(named) : (readFile(join(String(data), 'config.json'), true) ?? {})
  const origin: Origin = (key) => origins.get(key) ?? key
  const config = { data, ...fromFile, ...fromEnvironment, ...fromFlags } as ExchangeConfig // checked by toSettings, here below
  toSettings(config, origin)
  return { kind: 'start', config }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split(/[\n.]/) : []
    throw new ConfigError(line)
  }
}

function pick(given: ReturnType<typeof parseFlags>, origins: Map<string, string>): Values {
  const values: Values = {}
  for (const key of ['port', 'host', 'data', 'web', 'demo', 'trace'] as const) {
    if (given[key] === undefined) continue
    origins.set(key, `--${key}`)
    values[key] = convert(key, String(given[key]), `--${key}`)
  }
  return values
}

function readEnvironment(environment: Environment, origins: Map<string, string>): Values {
  const values: Values = {}
  const take = (key: string, name: string) => {
    const text = environment[name]
    if (text === undefined || text === '') return
    if (!origins.has(key)) origins.set(key, name)
    values[key] = convert(key, text, name)
  }
  take('port', 'PORT')
  take('databaseUrl', 'DATABASE_URL')
  for (const key of Object.keys(kinds)) take(key, variableOf(key))
  return values
}

function convert(key: string, text: string, name: string): unknown {
  switch (kinds[key]) {
    case 'number':
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw new ConfigError(`${name} must be a number, not "${text}"`)
      return Number(text)
    case 'boolean':
      if (!/^(true|false|1|0)$/.test(text)) throw new ConfigError(`${name} must be true or false, not "${text}"`)
      return text === 'true' || text === '1'
    default:
      return text
  }
}

function readFile(path: string, optional = false): Values | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    if (optional && code === 'ENOENT') return undefined
    throw new ConfigError(`The configuration file ${path} cannot be read (${code})`)
  }
  const value = parseJson(text, path)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new ConfigError(`The configuration file ${path} must hold one JSON object`)
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigError(`The configuration file ${path} is not JSON`)
  }
}
