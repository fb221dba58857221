import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A sound server with one loudspeaker that nobody hears, for a browser that keeps no time without one. */
export interface SoundServer {
  /** What the browser's environment must say. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

const executable = process.env.PULSEAUDIO ?? 'pulseaudio'
const longestStart = 10_000
// ends by itself when whoever started it has died without a word
const idleSeconds = 120

/** Starts a PulseAudio of one's own, reached by nothing but its socket. */
export async function startSoundServer(): Promise<SoundServer> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-sound-'))
  const socket = join(folder, 'socket')
  const server = spawn(executable, options(socket), {
    env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder },
    stdio: 'ignore',
  })
  const ended = endOf(server)
  const stop = async () => {
    server.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const isThere = await Promise.race([appears(socket), ended.then(() => false)])
  if (isThere) return { environment: { PULSE_SERVER: `unix:${socket}` }, stop }
  await stop()
  throw new Error(`${executable} does not start; Firefox needs it to play and to hear sound (Debian: pulseaudio).`)
}

const options = (socket: string) => [
  ...['-n', '--daemonize=no', '--use-pid-file=no', '--disable-shm=yes', `--exit-idle-time=${idleSeconds}`],
  '--load=module-null-sink sink_name=loudspeaker sink_properties=device.description=Loudspeaker',
  `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`,
]

function endOf(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    server.once('error', () => resolve())
  })
}

async function appears(path: string): Promise<boolean> {
  for (let waited = 0; waited < longestStart; waited += 20) {
    if (existsSync(path)) return true
    await pause(20)
  }
  return false
}
