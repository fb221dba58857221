import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { musicFolder, type Setup } from '../setup.ts'
import { toneFile } from '../tone.ts'
import { asteriskConf, loggerConf } from './asterisk.ts'
import { extensionsConf } from './extensions.ts'
import { featuresConf } from './features.ts'
import { ariConf, httpConf, managerConf } from './interfaces.ts'
import { indicationsConf, musiconholdConf, rtpConf } from './media.ts'
import { modulesConf } from './modules.ts'
import { pjsipConf } from './pjsip.ts'

const templates: Record<string, (setup: Setup) => string> = {
  'asterisk.conf': asteriskConf,
  'logger.conf': loggerConf,
  'modules.conf': modulesConf,
  'http.conf': httpConf,
  'manager.conf': managerConf,
  'ari.conf': ariConf,
  'pjsip.conf': pjsipConf,
  'rtp.conf': rtpConf,
  'musiconhold.conf': musiconholdConf,
  'indications.conf': indicationsConf,
  'extensions.conf': extensionsConf,
  'features.conf': featuresConf,
}

/** Asterisk complains about each of these when it is not there, and is content with its defaults. */
const leftAtDefaults = [
  'acl.conf',
  'ccss.conf',
  'cdr.conf',
  'cel.conf',
  'geolocation.conf',
  'pjproject.conf',
  'udptl.conf',
  'websocket_client.conf',
]

const subfolders = ['etc', 'cache', 'var', 'keys', 'agi-bin', 'spool', 'run', 'log']

/** The frequency in Hz that a held party hears. */
const musicFrequency = 1500

/** Fills the rig's folder: configuration, empty working folders, music on hold. */
export function writeFiles(setup: Setup): void {
  const { folder } = setup
  for (const name of subfolders) mkdirSync(join(folder, name), { recursive: true })
  for (const [name, template] of Object.entries(templates)) {
    writeFileSync(join(folder, 'etc', name), template(setup))
  }
  for (const name of leftAtDefaults) writeFileSync(join(folder, 'etc', name), '; defaults\n')
  mkdirSync(musicFolder(folder))
  writeFileSync(join(musicFolder(folder), 'tone.wav'), toneFile(musicFrequency, { seconds: 10 }))
}
