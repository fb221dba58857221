import { expect, test } from 'vitest'
import { openHouse } from '../testing/house.ts'
import { connected } from '../testing/raw-phone.ts'
import { createLogger, type Facts, type Logger } from './logger.ts'

function listening(): { logger: Logger; heard: { event: string; facts: Facts }[] } {
  const heard: { event: string; facts: Facts }[] = []
  const note = (event: string, facts: Facts = {}) => void heard.push({ event, facts })
  return { logger: { debug: note, info: note, warn: note, error: note }, heard }
}

async function callWith(trace: boolean) {
  const { logger, heard } = listening()
  const { signIn } = await openHouse({ trace }, { logger })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  alice.inside(callerSide, 'BYE')
  await bob.hungUp(calleeSide)
  return heard
}

test('SIP is not logged unless the trace is switched on', async () => {
  expect((await callWith(false)).filter(({ event }) => event === 'sip.trace')).toEqual([])
})

test('a trace shows the shape of every message without names, numbers, credentials and SDP', async () => {
  const heard = await callWith(true)
  const text = heard.map(({ facts }) => facts.text ?? '').join('\n')
  for (const shown of [
    'REGISTER sip:127.0.0.1 SIP/2.0',
    'SIP/2.0 200',
    'INVITE sip:[user]@',
    'BYE sip:',
    '[body of ',
  ]) {
    expect(text).toContain(shown)
  }
  for (const hidden of ['alice@', 'Jansen', '202@', 'Digest', 'response=', 'o=alice-offer', 'v=0']) {
    expect(text).not.toContain(hidden)
  }
})

test('a logger writes one line of JSON for each event at its level or worse', () => {
  const lines: string[] = []
  const logger = createLogger('warn', (line) => void lines.push(line))
  logger.debug('a')
  logger.info('b')
  logger.warn('c', { line: 'x' })
  logger.error('d')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: expect.any(String), level: 'warn', event: 'c', line: 'x' },
    { time: expect.any(String), level: 'error', event: 'd' },
  ])
})
