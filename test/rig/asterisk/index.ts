export type { AmiAction, AmiAnswer, AmiMessage, AmiOptions } from './ami.ts'
export { type Asterisk, type AsteriskOptions, startAsterisk } from './asterisk.ts'
export { type Person, people } from './people.ts'
export { PortError } from './ports.ts'
