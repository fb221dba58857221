import { defineMachine, type StatusOf } from '../kernel/machine.ts'

/**
 * The life of a sign-in. It begins by looking for a session that is still good; what cannot be renewed is `expired`,
 * with everything still on the screen, until somebody signs in again.
 */
export const accountMachine = /* @__PURE__ */ defineMachine('account', ['resuming'], {
  resuming: {
    commands: { signIn: 'signing-in' },
    signals: { 'signed-in': 'signed-in', 'signed-out': 'signed-out', expired: 'expired' },
  },
  'signed-out': {
    commands: { signIn: 'signing-in', requestPasswordReset: 'signed-out', resetPassword: 'signed-out' },
    signals: { 'signed-in': 'signed-in', 'signed-out': 'signed-out' },
  },
  'signing-in': {
    commands: {},
    signals: { 'signed-in': 'signed-in', 'signed-out': 'signed-out' },
    refused: 'back',
  },
  'signed-in': {
    commands: { signOut: 'signing-out', update: 'signed-in', changePassword: 'signed-in' },
    signals: { 'signed-in': 'signed-in', 'signed-out': 'signed-out', expired: 'expired', profile: 'signed-in' },
  },
  'signing-out': {
    commands: {},
    signals: { 'signed-out': 'signed-out' },
    // the other sessions could not be ended: one is signed in still, and can try again
    refused: 'back',
  },
  expired: {
    commands: { signIn: 'signing-in', signOut: 'signing-out', requestPasswordReset: 'expired' },
    signals: { 'signed-in': 'signed-in', 'signed-out': 'signed-out' },
  },
})

/** The statuses of an account. */
export type AccountStatus = StatusOf<typeof accountMachine.table>
