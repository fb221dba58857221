import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Ami, connectAmi } from './ami.ts'
import { launch, type Program } from './program.ts'
import { host, logFile, operator, type Setup } from './setup.ts'

const patience = 15_000

/** An Asterisk that answers on all its interfaces. */
export interface Running {
  program: Program
  ami: Ami
  version: string
}

/** Starts Asterisk and waits until it is ready for calls; throws with what it said when it ends before that. */
export async function boot(setup: Setup): Promise<Running> {
  const program = launch(setup)
  const waiting = new AbortController()
  const ended = program.ended.then((why) => {
    throw new Error(`${why}\n${complaints(setup)}`)
  })
  ended.catch(() => undefined) // it ends one day, and is then nobody's concern here
  try {
    const ami = await Promise.race([
      logIn(setup, AbortSignal.any([waiting.signal, AbortSignal.timeout(patience)])),
      ended,
    ])
    return { program, ami, version: await askVersion(setup) }
  } catch (error) {
    await program.kill()
    throw error
  } finally {
    waiting.abort()
  }
}

async function logIn({ ports, secret }: Setup, signal: AbortSignal): Promise<Ami> {
  const ami = await reach(ports.ami, signal)
  const { response } = await ami.send(
    { Action: 'Login', Username: operator, Secret: secret },
    { until: ({ Event }) => Event === 'FullyBooted', timeout: patience },
  )
  if (response.Response !== 'Success') throw new Error(`AMI refuses the login: ${response.Message}`)
  return ami
}

async function reach(port: number, signal: AbortSignal): Promise<Ami> {
  for (;;) {
    try {
      return await connectAmi(port)
    } catch (error) {
      if (signal.aborted) throw error
      await delay(20)
    }
  }
}

/** Asked by HTTP, with this rig's own password: it proves the port of the WebSocket is open, and ours. */
async function askVersion({ ports, secret }: Setup): Promise<string> {
  const headers = { authorization: `Basic ${btoa(`${operator}:${secret}`)}` }
  const answer = await fetch(`http://${host}:${ports.http}/ari/asterisk/info?only=system`, { headers })
  const version = /"version":\s*"(\d+(?:\.\d+)*)/.exec(await answer.text())?.[1]
  if (!version) throw new Error(`Asterisk's REST interface answers ${answer.status} and no version.`)
  return version
}

function complaints({ folder }: Setup): string {
  try {
    const lines = readFileSync(logFile(folder), 'utf8').split('\n')
    return lines.filter((line) => /\] (?:ERROR|WARNING)\[/.test(line)).join('\n')
  } catch {
    return 'It has written no log.'
  }
}
