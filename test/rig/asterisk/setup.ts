import { join } from 'node:path'
import type { Ports } from './ports.ts'

/** Everything the configuration of one Asterisk depends on. */
export interface Setup {
  /** What was fetched: loader, lib, asterisk, modules, share. Shared by all rigs and only read. */
  tree: string
  /** What this rig alone reads and writes. */
  folder: string
  ports: Ports
  /** The password of the manager interface (AMI) and the REST interface (ARI). */
  secret: string
}

/** The user name on AMI and ARI. */
export const operator = 'operator'

/** The only address anything is bound to, and the SIP domain. */
export const host = '127.0.0.1'

export const logFile = (folder: string) => join(folder, 'log', 'full')
export const musicFolder = (folder: string) => join(folder, 'music')
