import type { Server } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { Logger } from '../log/logger.ts'
import type { BackOffice } from '../office/office.ts'
import { createGate } from '../sip/gate.ts'
import { createLockout } from '../sip/lockout.ts'
import { createNonces } from '../sip/nonces.ts'
import { createRegistrar } from '../sip/registrar.ts'
import { openSockets, type Sockets } from '../sip/socket.ts'
import { createBoard, type StopOptions } from './board.ts'
import { receiveInvite } from './invite.ts'
import { type KeptCall, restoreCalls } from './kept.ts'
import type { Office } from './office.ts'
import { takeUpdate } from './session-timer.ts'
import { transfer } from './transfer.ts'

/** What the switchboard lives in. */
export interface SwitchboardWorld {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  /** What is known of people, and where the history goes. */
  readonly office: Office & Pick<BackOffice, 'desk'>
  /** Calls of the process before this one, to go on with. */
  readonly kept?: readonly KeptCall[]
}

/** Everything that speaks SIP. */
export interface Switchboard {
  /** What `GET /healthz` counts. */
  readonly counts: {
    readonly people: number
    readonly registrations: number
    readonly calls: number
    readonly sockets: number
  }
  /** Ends every call, unless it drains, and closes every socket; resolves when nothing is left running. */
  stop(options?: StopOptions): Promise<void>
}

// how long the answers to our last BYEs are waited for
const lastWordsMs = 500

/** Takes the SIP sockets of an HTTP server. */
export function openSwitchboard(server: Server, { kept = [], office, ...world }: SwitchboardWorld): Switchboard {
  const { settings, clock, logger } = world
  const { people, desk } = office
  const nonces = createNonces({ clock, lifetimeMs: settings.nonceSeconds * 1000 })
  const lockout = createLockout({ clock, failures: settings.lockoutFailures, lockMs: settings.lockoutSeconds * 1000 })
  const gate = createGate({ people, passwordsOf: desk.passwordsOf, realm: settings.realm, nonces, lockout })
  const registrar = createRegistrar({
    clock,
    minSeconds: settings.registrationMinSeconds,
    maxSeconds: settings.registrationMaxSeconds,
    maxContacts: settings.maxContacts,
    changed(person, devices) {
      office.devicesChanged(person, devices)
      board.registered(person)
    },
  })
  const stopRevoking = desk.onRevoked(registrar.endSession)
  const board = createBoard({ settings, clock, logger, office, registrar, referred: transfer })
  const sockets = openSockets(server, {
    settings,
    clock,
    logger,
    gate,
    handlers: {
      register: registrar.register,
      invite: (admitted) => receiveInvite(board, admitted),
      update(message) {
        const { callId, toTag, fromTag } = message
        const owner = board.dialogs.find({ callId, toTag, fromTag, earlyOnly: false })
        if (owner?.kind === 'leg') takeUpdate(owner.leg, message)
      },
      ownerOf: ({ callId, toTag, fromTag }) => board.dialogs.find({ callId, toTag, fromTag, earlyOnly: false })?.person,
    },
  })
  restoreCalls(board, kept, sockets.awaitLine)
  return {
    get counts() {
      return {
        people: people.count,
        registrations: registrar.count,
        calls: board.callCount,
        sockets: sockets.count,
      }
    },
    async stop(options) {
      stopRevoking()
      board.stop(options)
      await untilQuiet(sockets, clock)
      await sockets.close()
      registrar.dispose()
    },
  }
}

async function untilQuiet(sockets: Sockets, clock: Clock): Promise<void> {
  const until = clock.now() + lastWordsMs
  while (!sockets.quiet && clock.now() < until) await new Promise<void>((resolve) => void clock.after(10, resolve))
}
