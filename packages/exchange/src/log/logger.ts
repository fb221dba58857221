/** What is logged beside the event: never a number somebody dialled, a digit, a name, a password or SDP. */
export type Facts = Readonly<Record<string, string | number | boolean>>

/** Where the exchange writes what happens; hand in your own to send it elsewhere. */
export interface Logger {
  debug(event: string, facts?: Facts): void
  info(event: string, facts?: Facts): void
  warn(event: string, facts?: Facts): void
  error(event: string, facts?: Facts): void
}

const levels = ['debug', 'info', 'warn', 'error'] as const

/** How much is logged: this level and all that is worse. */
export type LogLevel = (typeof levels)[number]

/** A logger that writes one JSON line per event at `level` or worse; to standard error unless told otherwise. */
export function createLogger(
  level: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const from = levels.indexOf(level)
  const at =
    (rank: LogLevel) =>
    (event: string, facts: Facts = {}) => {
      if (levels.indexOf(rank) < from) return
      write(`${JSON.stringify({ time: new Date().toISOString(), level: rank, event, ...facts })}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
