import { defineMachine, type StatusOf } from '../kernel/machine.ts'

/** The life of the connection with the exchange. Only `disconnect` and a refusal for good end the trying. */
export const connectionMachine = /* @__PURE__ */ defineMachine('connection', ['offline'], {
  offline: {
    commands: { connect: 'connecting' },
    signals: {},
  },
  connecting: {
    commands: { disconnect: 'disconnecting' },
    signals: { online: 'online', lost: 'reconnecting', rejected: 'rejected' },
    refused: 'offline',
  },
  online: {
    commands: { disconnect: 'disconnecting' },
    signals: { lost: 'reconnecting', rejected: 'rejected' },
  },
  reconnecting: {
    commands: { connect: 'connecting', disconnect: 'disconnecting' },
    signals: { online: 'online', lost: 'reconnecting', rejected: 'rejected' },
  },
  rejected: {
    commands: { connect: 'connecting', disconnect: 'disconnecting' },
    signals: { online: 'online' },
  },
  disconnecting: {
    commands: {},
    signals: { offline: 'offline' },
    refused: 'offline',
  },
})

/** The statuses of the connection. */
export type ConnectionStatus = StatusOf<typeof connectionMachine.table>
