#!/usr/bin/env node
import { ConfigError } from './config/error.ts'
import { readCommandLine } from './config/load.ts'
import type { ExchangeConfig } from './config/schema.ts'
import { toSettings } from './config/settings.ts'
import { createExchange } from './exchange.ts'
import { createLogger } from './log/logger.ts'
import { StoreError, type StoreErrorCode } from './store/errors.ts'
import { version } from './version.ts'

const usage = `offhook-exchange: a SIP exchange for browsers.

  --port N       listen on this port (4870)
  --host HOST    listen on this address (127.0.0.1)
  --data DIR     folder of the exchange's data; its config.json is read unless --config is given (.offhook)
  --config FILE  configuration, as JSON
  --web DIR      serve a web app from this folder
  --demo         make the demo people alice 201, bob 202, carol 203, dave 204
  --trace        log SIP messages, without names, numbers, credentials and bodies
  --version      print the version
  --help         print this

Every key of the configuration that is not a list can also be set by a variable, such as OFFHOOK_NO_ANSWER_SECONDS;
the port also by PORT. A flag wins over a variable, a variable over the file.`

function fail(message: string): never {
  process.stderr.write(`offhook-exchange: ${message}\n`)
  process.exit(2)
}

/** What is wrong with the store, by code. */
const storeFaults: Partial<Record<StoreErrorCode, (error: StoreError, config: ExchangeConfig) => string>> = {
  'in-use': ({ folder, pid }, { data }) =>
    `the data folder ${folder ?? data} is in use by process ${pid ?? 'unknown'}; choose another one with --data`,
  duplicate: ({ what }) => `two people have one user name, extension or e-mail address (${what ?? 'unknown'})`,
  'newer-schema': () => 'the database was made by a newer version; start that one',
  unavailable: () => 'the database cannot be reached; check databaseUrl',
}

function why(error: unknown, config: ExchangeConfig): string {
  if (error instanceof StoreError) return storeFaults[error.code]?.(error, config) ?? error.message
  const { host, port } = toSettings(config)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use; choose another one with --port`
  if (code === 'EACCES') return `port ${port} on ${host} may not be opened; choose another one with --port`
  return `cannot listen on --host ${host} --port ${port} (${String(code ?? error)})`
}

async function run(config: ExchangeConfig): Promise<void> {
  const exchange = createExchange(config, { logger: createLogger(config.logLevel ?? 'info') })
  // who is told to end is often started anew, and who is interrupted is not
  const stop = (signal: NodeJS.Signals) => {
    void exchange.stop({ drain: signal === 'SIGTERM' }).then(() => process.exit(0))
  }
  // Ctrl-C arrives from the terminal and once more from whoever started this: the second one must not cut the goodbyes
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  const address = await exchange.start().catch((error: unknown) => fail(why(error, config)))
  console.log(`Offhook exchange is ready at ${address.url}`)
  if (config.demo) console.log('Demo people have their names as passwords: for demonstrations only.')
}

try {
  const command = readCommandLine(process.argv.slice(2), process.env)
  if (command.kind === 'help') console.log(usage)
  else if (command.kind === 'version') console.log(version)
  else await run(command.config)
} catch (error) {
  if (error instanceof ConfigError) fail(error.message)
  throw error
}
