import type { Line } from '../sip/line.ts'
import type { Leg } from './leg.ts'

/** The Info Package (RFC 6086) in which a client is told whether the other party can be reached; who does not ask for it hears nothing. */
export const connectionPackage = 'offhook-connection'

type State = 'steady' | 'reconnecting'

/** Tells each party of a call that the other one has lost its socket, and that it is back; the function it gives stops that. */
export function tellAbsence([a, b]: readonly [Leg, Leg]): () => void {
  const stops = [tell(a, b), tell(b, a)]
  return () => {
    for (const stop of stops) stop()
  }
}

function tell(leg: Leg, other: Leg): () => void {
  if (!leg.followsConnection) return () => {}
  // what a client believes of a dialog of which it was told nothing
  let told: State | undefined = 'steady'
  const update = () => {
    const state = other.line.isConnected ? 'steady' : 'reconnecting'
    // what was under way when the socket went may not have arrived
    if (!leg.line.isConnected) told = undefined
    else if (state !== told) {
      told = state
      inform(leg, state)
    }
  }
  update()
  const stops = [follow(leg.line, update), follow(other.line, update)]
  return () => {
    for (const stop of stops) stop()
  }
}

function inform({ session, line, ended }: Leg, state: State): void {
  if (ended) return
  session.info(undefined, { extraHeaders: [line.contactHeader, `Info-Package: ${connectionPackage};state=${state}`] })
}

/** Calls back each time the socket of a line goes or comes. */
function follow(line: Line, changed: () => void): () => void {
  let stop = () => {}
  const wait = () => {
    const next = line.isConnected ? line.onDisconnected : line.onConnected
    stop = next(() => {
      wait()
      changed()
    })
  }
  wait()
  return () => stop()
}
