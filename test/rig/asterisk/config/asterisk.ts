import { join } from 'node:path'
import type { Setup } from '../setup.ts'
import { section } from './section.ts'

/** Points every folder of Asterisk into the rig's own, and what is only read into the tree. */
export function asteriskConf({ tree, folder }: Setup): string {
  return [
    section('[directories]', {
      astetcdir: join(folder, 'etc'),
      astcachedir: join(folder, 'cache'),
      astvarlibdir: join(folder, 'var'),
      astdbdir: join(folder, 'var'),
      astkeydir: folder,
      astagidir: join(folder, 'agi-bin'),
      astspooldir: join(folder, 'spool'),
      astrundir: join(folder, 'run'),
      astlogdir: join(folder, 'log'),
      astmoddir: join(tree, 'modules'),
      astdatadir: join(tree, 'share'),
      astsbindir: tree,
    }),
    section('[options]', { verbose: 3, debug: 0, nofork: 'yes', timestamp: 'yes', hideconnect: 'yes' }),
  ].join('\n')
}

export const loggerConf = () =>
  [
    section('[general]', { dateformat: '%F %T.%3q' }),
    section('[logfiles]', { full: 'notice,warning,error,verbose,dtmf' }),
  ].join('\n')
