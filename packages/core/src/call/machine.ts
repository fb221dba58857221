import { type CommandIn, defineMachine, type StatusOf } from '../kernel/machine.ts'

const microphone = <Status extends string>(status: Status) => ({ mute: status, unmute: status })

/**
 * The life of a call. A command leads to a pending status (`holding`); only what the network reports makes it true
 * (`held`); a refusal puts it back. An outgoing call begins in `dialing`, an incoming one in `ringing`.
 */
export const callMachine = /* @__PURE__ */ defineMachine('call', ['dialing', 'ringing'], {
  dialing: {
    commands: { ...microphone('dialing'), hangUp: 'ending' },
    signals: { alerting: 'alerting', connected: 'connected', ended: 'ended' },
    refused: 'ended',
  },
  alerting: {
    commands: { ...microphone('alerting'), sendDigits: 'alerting', hangUp: 'ending' },
    signals: { alerting: 'alerting', connected: 'connected', ended: 'ended' },
    refused: 'ended',
  },
  ringing: {
    commands: { answer: 'answering', decline: 'ending' },
    signals: { ended: 'ended' },
  },
  answering: {
    commands: { ...microphone('answering'), hangUp: 'ending' },
    signals: { connected: 'connected', ended: 'ended' },
    refused: 'ringing',
  },
  connected: {
    commands: {
      ...microphone('connected'),
      sendDigits: 'connected',
      hold: 'holding',
      consult: 'connected',
      transfer: 'transferring',
      hangUp: 'ending',
    },
    signals: { held: 'held', ended: 'ended' },
  },
  holding: {
    commands: { ...microphone('holding'), hangUp: 'ending' },
    signals: { held: 'held', ended: 'ended' },
    refused: 'connected',
  },
  held: {
    commands: {
      ...microphone('held'),
      resume: 'resuming',
      consult: 'held',
      transfer: 'transferring',
      hangUp: 'ending',
    },
    signals: { resumed: 'connected', ended: 'ended' },
  },
  resuming: {
    commands: { ...microphone('resuming'), hangUp: 'ending' },
    signals: { resumed: 'connected', ended: 'ended' },
    refused: 'held',
  },
  transferring: {
    commands: { hangUp: 'ending' },
    signals: { transferred: 'ended', ended: 'ended' },
    refused: 'back',
  },
  ending: {
    commands: {},
    signals: { ended: 'ended' },
    refused: 'ended',
  },
  ended: { commands: {}, signals: {} },
})

type CallTable = typeof callMachine.table

/** The statuses of a call. */
export type CallStatus = StatusOf<CallTable>

/** The commands that are legal in a status of a call. */
export type CallCommandIn<Status extends CallStatus> = CommandIn<CallTable, Status>
