import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startAsterisk } from '../../test/rig/asterisk/index.ts'
import { openBrowser } from '../../test/rig/browser.ts'

// npm run bench -- call-setup [--rounds 5]
// From dial to first sound, against one Asterisk 22, every library in turn in the same browser; then the same with a STUN
// server that never answers. What is printed is the median of each, and its ratio to sip.js SimpleUser in the same run.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
})
const rounds = Number(values.rounds)
// few in a row, so that what else the machine does falls on all libraries alike
const calls = 4

const deadServer = createSocket('udp4').bind(0, '127.0.0.1')
await once(deadServer, 'listening')
const asterisk = await startAsterisk()
const browser = await openBrowser('chromium', {
  pages: { 'call-setup': fileURLToPath(new URL('page.ts', import.meta.url)) },
})
const [alice, bob] = [await browser.open('call-setup', 'alice'), await browser.open('call-setup', 'bob')]
try {
  const url = asterisk.sipUrl
  await table('no STUN server', ['sip.js SimpleUser', 'JsSIP', 'offhook', 'offhook, warmed'], { url, calls })
  const stun = `stun:127.0.0.1:${deadServer.address().port}`
  // JsSIP waits for the end of gathering without a limit, 40 seconds a call: left out of the dead server's table
  await table('a STUN server that never answers', ['sip.js SimpleUser', 'offhook', 'offhook, warmed'], {
    url,
    stun,
    calls: 2,
  })
} finally {
  await browser.close()
  await asterisk.stop()
  deadServer.close()
}

async function table(title: string, libraries: string[], world: { url: string; stun?: string; calls: number }) {
  const times = new Map<string, number[]>(libraries.map((library) => [library, []]))
  for (let round = 0; round < rounds; round++) {
    for (const library of libraries) {
      await bob.ask('join', library, 'bob', { url: world.url })
      await alice.ask('join', library, 'alice', world)
      times.get(library)?.push(...(await alice.ask<number[]>('measure', world.calls)))
      await Promise.all([alice.ask('leave'), bob.ask('leave')])
    }
  }
  const base = median(times.get('sip.js SimpleUser') ?? [])
  console.log(`\nDial to first sound, Asterisk ${asterisk.version}, ${title}\n`)
  console.log('| library | calls | median ms | p90 ms | ratio to SimpleUser |\n|---|---:|---:|---:|---:|')
  for (const [library, all] of times) {
    const middle = median(all)
    const row = [library, all.length, middle.toFixed(0), quantile(all, 0.9).toFixed(0), (middle / base).toFixed(3)]
    console.log(`| ${row.join(' | ')} |`)
  }
}

function median(all: number[]): number {
  return quantile(all, 0.5)
}

function quantile(all: number[], part: number): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
