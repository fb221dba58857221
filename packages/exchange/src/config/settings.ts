import type * as z from 'zod'
import { demoPeople } from './demo.ts'
import { ConfigError } from './error.ts'
import { configSchema, type ExchangeConfig, type Settings } from './schema.ts'

/** Names the place a value came from for a key, as its reader knows it: a flag, a variable, a file. */
export type Origin = (key: string) => string

/** Fills in the defaults and, in demo mode, the demo people; throws a ConfigError that names the first wrong key. */
export function toSettings(config: ExchangeConfig, origin: Origin = (key) => key): Settings {
  const parsed = configSchema.safeParse(withDemoPeople(config))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ConfigError(issue ? describe(issue, origin) : 'The configuration is wrong')
}

function withDemoPeople(config: ExchangeConfig): ExchangeConfig {
  if (config.demo !== true || !Array.isArray(config.people ?? [])) return config
  return { ...config, people: [...demoPeople, ...(config.people ?? [])] }
}

function describe(issue: z.core.$ZodIssue, origin: Origin): string {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return `${pathName([...issue.path, key], origin)} is not a key of the configuration`
  }
  const what = issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  return `${pathName(issue.path, origin)}: ${what}`
}

function pathName(path: readonly PropertyKey[], origin: Origin): string {
  const [key, ...rest] = path
  const inside = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return key === undefined ? 'The configuration' : `${origin(String(key))}${inside}`
}
