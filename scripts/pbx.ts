// npm run pbx: a real Asterisk 22 on this machine to point a phone at, until Ctrl-C.
import { parseArgs } from 'node:util'
import { type Asterisk, PortError, people, startAsterisk } from '../test/rig/asterisk/index.ts'

const usage = 'Usage: npm run pbx -- [--port N], N from 1 to 65535 for SIP over WebSocket.'

function fail(error: unknown, exitCode: number): never {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(exitCode)
}

/** The port asked for, if any. */
function readPort(): number | undefined {
  try {
    const { port } = parseArgs({ options: { port: { type: 'string' } } }).values
    if (port === undefined) return undefined
    if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return Number(port)
    return fail(`--port ${port} is not a port. ${usage}`, 2)
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split(/[.\n]/)[0] : error}. ${usage}`, 2)
  }
}

const port = readPort()
let asterisk: Asterisk | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    await asterisk?.stop()
    process.exit(0)
  })
}

try {
  asterisk = await startAsterisk({ ...(port && { port }) })
} catch (error) {
  fail(error, error instanceof PortError ? 2 : 1)
}
const names = people.map(({ user, extension }) => `${user} ${extension}`).join(', ')
console.log(`Asterisk ${asterisk.version} at ${asterisk.sipUrl} for ${names} (password: the name). Ctrl-C stops it.`)

// nothing is left to wait for when Asterisk has gone without being told to
process.on('beforeExit', () => fail('Asterisk ended by itself.', 1))
