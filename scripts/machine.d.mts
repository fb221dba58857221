/** A part that `npm test` needs and this machine lacks, and why it could not be had. */
export interface MissingPart {
  part: string
  why: string
}

export function ensureMachine(options: { log(line: string): void }): Promise<{
  chromium?: string
  firefox?: string
  asterisk?: string
  missing: MissingPart[]
}>

export function ensureAsterisk(options: { log(line: string): void }): Promise<{ tree?: string; why?: string }>

export function withLocalAddress(command: string[]): string[]
