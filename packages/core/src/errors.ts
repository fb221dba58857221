/** What can go wrong, by code: what happened, and what to do about it. */
export const errorCatalogue = {
  'illegal-command': {
    what: 'That command is not possible in this status.',
    remedy: 'Offer those of call.when(status).',
  },
  'bad-number': {
    what: 'That is not a number or address that can be dialled.',
    remedy: 'Use digits, +, *, # and separators, or a SIP address.',
  },
  'bad-digits': {
    what: 'Only 0 to 9, *, #, A to D and a comma for a pause can be sent.',
    remedy: 'Remove the other characters.',
  },
  'bad-option': { what: 'An option has a value that cannot be used.', remedy: 'Correct the one that is named.' },
  offline: {
    what: 'The phone is not connected.',
    remedy: 'Wait until phone.connection is online, or call phone.connection.connect().',
  },
  'bad-credentials': {
    what: 'The exchange refused the name or the password.',
    remedy: 'Sign in again.',
  },
  'connection-refused': {
    what: 'The exchange refused the connection.',
    remedy: 'Check the address and the account.',
  },
  timeout: { what: 'The other side did not answer in time.', remedy: 'Try again later.' },
  refused: { what: 'The exchange or the other side refused.', remedy: 'Try again later.' },
  unsupported: { what: 'This browser or exchange cannot do that.', remedy: 'Hide the control; see the capabilities.' },
  'call-ended': { what: 'The call ended before that was done.', remedy: 'Nothing.' },
  'transfer-failed': {
    what: 'The transfer failed; the call is back with you.',
    remedy: 'Try another target, or resume the call.',
  },
  'microphone-denied': {
    what: 'The browser may not use the microphone.',
    remedy: 'Allow it for this page.',
  },
  'microphone-missing': { what: 'There is no microphone.', remedy: 'Plug one in.' },
  'microphone-busy': {
    what: 'The microphone cannot be opened; another program may have it.',
    remedy: 'Close that program, or choose another microphone.',
  },
  'device-missing': { what: 'That device is not there any more.', remedy: 'Choose another device.' },
  'media-failed': {
    what: 'No sound connection could be made.',
    remedy: 'Check network and firewall; TURN may be needed.',
  },
  'sound-blocked': {
    what: 'The browser blocks sound until the page was clicked.',
    remedy: 'Ask for a click, then call devices.unlock().',
  },
  'duplicate-library': {
    what: 'Two copies of sip.js are on this page, and calls break.',
    remedy: 'Bundle one copy of sip.js and @offhook/webrtc.',
  },
  'signed-out': { what: 'You are not signed in.', remedy: 'Sign in.' },
  'locked-out': { what: 'There were too many wrong passwords.', remedy: 'Try again later.' },
  'not-allowed': { what: 'You may not do that.', remedy: 'Hide the control.' },
  'not-found': { what: 'That is not there.', remedy: 'Read the list again.' },
  invalid: { what: 'That cannot be accepted.', remedy: 'Correct the fields that error.problems names.' },
  conflict: { what: 'It was changed meanwhile.', remedy: 'Read it, and try again.' },
  'too-large': { what: 'That is too large.', remedy: 'Split it.' },
  'too-many': { what: 'That was asked too often.', remedy: 'Try again after error.retryAfter milliseconds.' },
  unavailable: { what: 'The server does not answer.', remedy: 'Try again later.' },
  'tab-gone': {
    what: 'The tab with the call is gone.',
    remedy: 'Try again.',
  },
  closed: { what: 'This phone was closed.', remedy: 'Create a new phone.' },
} as const

/** The stable code of an error; text may change, codes do not. */
export type ErrorCode = keyof typeof errorCatalogue

/** Facts about one error beside its code. */
export interface ErrorDetails {
  /** What happened here, instead of the catalogue's sentence. */
  readonly message?: string
  readonly cause?: unknown
  /** What is wrong with which field, for `invalid`. */
  readonly problems?: readonly FieldProblem[]
  /** Milliseconds until it may be tried again, where that is known. */
  readonly retryAfter?: number
}

/** What is wrong with one field. */
export interface FieldProblem {
  /** Where: a JSON pointer (RFC 6901), `'/phones/0/number'`. */
  readonly pointer: string
  /** Stable: `required`, `too-long`, `bad-number`, … */
  readonly code: string
  readonly detail: string
}

/** Every error Offhook throws or rejects with: a stable code, what happened, what to do, and the cause beneath. */
export class OffhookError extends Error {
  readonly code: ErrorCode
  /** What a person or an integrator can do now. */
  readonly remedy: string
  readonly problems: readonly FieldProblem[]
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, { message, cause, problems = [], retryAfter }: ErrorDetails = {}) {
    super(message ?? errorCatalogue[code].what, cause === undefined ? undefined : { cause })
    this.name = 'OffhookError'
    this.code = code
    this.remedy = errorCatalogue[code].remedy
    this.problems = problems
    this.retryAfter = retryAfter
  }
}

/** A command that is not legal in the status: a bug in the app, so it is thrown at once and names what is allowed. */
export class IllegalCommandError extends OffhookError {
  readonly command: string
  readonly status: string
  readonly allowed: readonly string[]

  constructor(command: string, status: string, allowed: readonly string[]) {
    super('illegal-command', {
      message: `Cannot ${command} while ${status}; allowed here: ${allowed.join(', ') || 'nothing'}.`,
    })
    this.name = 'IllegalCommandError'
    this.command = command
    this.status = status
    this.allowed = allowed
  }
}

/** Anything thrown, as an {@link OffhookError}; what is one already stays itself. */
export function toOffhookError(thrown: unknown, code: ErrorCode = 'refused'): OffhookError {
  return thrown instanceof OffhookError ? thrown : new OffhookError(code, { cause: thrown })
}
