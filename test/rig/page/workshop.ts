import { createDigits } from './digits.ts'
import { createHearing } from './hearing.ts'
import { createMicrophones } from './microphone.ts'
import { watchPeers } from './peers.ts'

/** Makes what every page of the tests speaks and hears with; `start` lets it run, which Firefox wants to be asked. */
export async function openWorkshop() {
  const context = new AudioContext({ sampleRate: 48_000 })
  const microphones = createMicrophones(context)
  const digits = createDigits()
  const peers = watchPeers(digits)
  const listenTo = await createHearing(context, digits)
  return { microphones, listenTo, peers, start: () => context.resume() }
}

/** What went wrong on the page and nobody caught, from now on. */
export function watchUncaught(): string[] {
  const uncaught: string[] = []
  addEventListener('error', ({ message }) => uncaught.push(message))
  addEventListener('unhandledrejection', ({ reason }) => uncaught.push(`not handled: ${textOf(reason)}`))
  return uncaught
}

/** An error with its message and where it was thrown; Firefox leaves the message out of the stack. */
export const textOf = (thrown: unknown) =>
  thrown instanceof Error ? `${thrown.message}\n${thrown.stack}` : String(thrown)
