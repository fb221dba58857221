import { afterEach, describe, expect, test, vi } from 'vitest'
import { settle, setUp } from './testing/registrar-desk.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n1", qop="auth"'

describe('connecting', () => {
  test('opens a socket, registers, answers the challenge, and is online', async () => {
    const { send, opened, reply, accept, asked, signals } = setUp()
    await send('connect')
    await opened()
    expect(asked().text).toMatch(/^REGISTER sip:example\.nl SIP\/2\.0\r\n/)
    expect(asked().header('To')).toBe('<sip:alice@example.nl>')
    expect(asked().header('Contact')).toMatch(/;expires=300$/)
    await reply(401, challenge)
    expect(asked().header('Authorization')).toContain('nonce="n1"')
    expect(asked().header('CSeq')).toBe('2 REGISTER')
    await accept()
    expect(signals).toEqual([{ type: 'online' }])
  })

  test('again and again: one Call-ID, a growing number, and no second challenge (RFC 3261 10.2.4)', async () => {
    const { asked, reply, accept, send, opened, pass } = setUp()
    await send('connect')
    await opened()
    await reply(401, challenge)
    await accept()
    const first = asked()
    await pass(240_000)
    expect(asked().header('Call-ID')).toBe(first.header('Call-ID'))
    expect(asked().header('CSeq')).toBe('3 REGISTER')
    expect(asked().header('Authorization')).toMatch(/nonce="n1".*nc=00000002/)
  })

  test('a password that is fetched is fetched for each try, and a failure to fetch it is one of the network', async () => {
    const password = vi.fn(async () => 'secret').mockRejectedValueOnce(new TypeError('fetch failed'))
    const { send, last, pass, sockets } = setUp({ password })
    await send('connect')
    expect(last()).toMatchObject({ type: 'lost', reason: 'unreachable', attempt: 1 })
    expect(sockets.made).toHaveLength(0)
    await pass(400)
    expect(password).toHaveBeenCalledTimes(2)
    expect(sockets.made).toHaveLength(1)
  })
})

describe('what cannot be reached is tried again', () => {
  test('at once the first time, then after 1, 2, 4 … at most 30 seconds, a quarter more or less', async () => {
    const { send, sockets, signals, clock, pass } = setUp()
    await send('connect')
    const pauses: number[] = []
    for (let each = 0; each < 9; each++) {
      sockets.last().fail()
      await settle()
      const lost = signals.at(-1)
      if (lost?.type !== 'lost') throw new Error('It was not lost.')
      expect([lost.reason, lost.attempt]).toEqual(['unreachable', each + 1])
      pauses.push(lost.retryAt - clock.now())
      await pass(lost.retryAt - clock.now())
    }
    for (const [at, base] of [250, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].entries()) {
      expect(pauses[at]).toBeGreaterThanOrEqual(base * 0.75)
      expect(pauses[at]).toBeLessThanOrEqual(base * 1.25)
    }
  })

  test('a registrar that says nothing for 8 seconds is left, socket and all', async () => {
    const { send, opened, pass, last, sockets } = setUp()
    await send('connect')
    await opened()
    await pass(7_999)
    expect(last()).toBeUndefined()
    await pass(1)
    expect(last()).toMatchObject({ type: 'lost', reason: 'silent' })
    expect(sockets.living()).toBe(0)
  })

  test('a socket that closes while we register is no silence', async () => {
    const { send, opened, last, sockets } = setUp()
    await send('connect')
    await opened()
    sockets.last().drop()
    await settle()
    expect(last()).toMatchObject({ type: 'lost', reason: 'closed', attempt: 1 })
  })

  test.each([302, 480, 500, 503])('%i of the registrar: tried again on the same socket', async (status) => {
    const { send, opened, reply, accept, last, pass, sockets } = setUp()
    await send('connect')
    await opened()
    await reply(status)
    expect(last()).toMatchObject({ type: 'lost', reason: 'not-registered' })
    await pass(400)
    await accept()
    expect(last()).toEqual({ type: 'online' })
    expect(sockets.made).toHaveLength(1)
  })

  test('a registrar that asks for a pause gets it, within reason', async () => {
    const { send, opened, reply, signals, clock, pass } = setUp()
    await send('connect')
    await opened()
    const pauseAfter = async (retryAfter: string) => {
      await reply(503, `Retry-After: ${retryAfter}`)
      const lost = signals.at(-1)
      const pause = lost?.type === 'lost' ? lost.retryAt - clock.now() : 0
      await pass(pause)
      return pause
    }
    expect(await pauseAfter('20')).toBe(20_000)
    expect(await pauseAfter('18000;duration=3600')).toBe(120_000)
    expect(await pauseAfter('soon')).toBeLessThan(4_000)
  })

  test('the network comes back: tried at once', async () => {
    const { send, sockets, comeOnline, opened, accept, last } = setUp()
    await send('connect')
    sockets.last().fail()
    await settle()
    await comeOnline()
    expect(sockets.made).toHaveLength(2)
    await comeOnline()
    expect(sockets.made).toHaveLength(2)
    await opened()
    await accept()
    expect(last()).toEqual({ type: 'online' })
  })
})

describe('refused for good', () => {
  test.each([401, 403, 404, 407])('%i: rejected, and the socket is closed', async (status) => {
    const { send, opened, reply, last, sockets, pass } = setUp()
    await send('connect')
    await opened()
    await reply(status)
    expect(last()).toMatchObject({ type: 'rejected', error: { code: 'bad-credentials' } })
    expect(sockets.living()).toBe(0)
    await pass(600_000)
    expect(sockets.made).toHaveLength(1)
  })

  test('a challenge that cannot be answered: rejected, and said why', async () => {
    const { send, opened, reply, last } = setUp()
    await send('connect')
    await opened()
    await reply(401, 'WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-256')
    expect(last()).toMatchObject({
      type: 'rejected',
      error: { code: 'unsupported', message: expect.stringContaining('SHA-256') },
    })
  })

  test('a password function is asked once more, and then it is for good', async () => {
    const password = vi.fn(async () => 'stale')
    const { send, opened, reply, last, pass } = setUp({ password })
    await send('connect')
    await opened()
    await reply(403)
    expect(last()).toMatchObject({ type: 'lost', reason: 'not-registered' })
    await pass(400)
    expect(password).toHaveBeenCalledTimes(2)
    await reply(403)
    expect(last()).toMatchObject({ type: 'rejected' })
  })

  test('connecting anew is a new chance', async () => {
    const { send, opened, reply, online, last } = setUp()
    await send('connect')
    await opened()
    await reply(403)
    await online()
    expect(last()).toEqual({ type: 'online' })
  })
})

describe('online', () => {
  test('for as long as the registrar says: registered again after 80 % of it', async () => {
    const { send, opened, reply, asked, sockets, pass } = setUp()
    await send('connect')
    await opened()
    const contact = asked().header('Contact').replace('expires=300', 'expires=100')
    await reply(200, 'Contact: <sip:other@x>;expires=7', `Contact: ${contact}`, 'Expires: 3600')
    await pass(79_999)
    expect(sockets.last().sent).toHaveLength(1)
    await pass(1)
    expect(sockets.last().sent).toHaveLength(2)
  })

  test.each([
    ['the header alone', ['Expires: 60'], 48_000],
    ['nothing', [], 240_000],
    ['nonsense', ['Expires: soon'], 240_000],
    ['next to nothing', ['Expires: 0'], 8_000],
  ])('when the registrar says %s', async (_what, headers, after) => {
    const { send, opened, reply, sockets, pass } = setUp()
    await send('connect')
    await opened()
    await reply(200, ...headers)
    await pass(after - 1)
    expect(sockets.last().sent).toHaveLength(1)
    await pass(1)
    expect(sockets.last().sent).toHaveLength(2)
  })

  test('a registrar that wants longer (423) gets it, then and later', async () => {
    const { send, opened, reply, accept, asked, last, pass } = setUp()
    await send('connect')
    await opened()
    await reply(423, 'Min-Expires: 1800')
    expect(asked().header('Contact')).toMatch(/;expires=1800$/)
    await accept()
    expect(last()).toEqual({ type: 'online' })
    await pass(1_440_000)
    expect(asked().header('Contact')).toMatch(/;expires=1800$/)
  })

  test.each(['', 'Min-Expires: 5', 'Min-Expires: 99999999'])(
    'a 423 with "%s" is no offer: tried again later',
    async (header) => {
      const { send, opened, reply, last } = setUp()
      await send('connect')
      await opened()
      await reply(423, ...(header === '' ? [] : [header]))
      expect(last()).toMatchObject({ type: 'lost', reason: 'not-registered' })
    },
  )

  test('a refresh that is refused or not answered is a loss, and is made good', async () => {
    const { online, reply, accept, last, pass, told, opened } = setUp()
    await online()
    await pass(240_000)
    await reply(500)
    expect(last()).toMatchObject({ type: 'lost', reason: 'not-registered', attempt: 1 })
    await pass(400)
    await accept()
    expect(last()).toEqual({ type: 'online' })
    await pass(240_000)
    await pass(8_000)
    expect(last()).toMatchObject({ type: 'lost', reason: 'silent' })
    await pass(400)
    await opened()
    await accept()
    expect(last()).toEqual({ type: 'online' })
    expect(told).toEqual(['connected', 'dropped', 'connected'])
  })

  test('a socket that closes: whoever needs it is told, and told again when there is another', async () => {
    const { online, sockets, last, pass, opened, accept, told } = setUp()
    await online()
    expect(told).toEqual(['connected'])
    sockets.last().drop()
    await settle()
    expect(last()).toMatchObject({ type: 'lost', reason: 'closed' })
    expect(told).toEqual(['connected', 'dropped'])
    await pass(400)
    await opened()
    // its calls come before it is registered
    expect(told).toEqual(['connected', 'dropped', 'connected'])
    await accept()
  })
})

describe('disconnecting', () => {
  test('tells the registrar, and closes the socket', async () => {
    const { online, send, asked, reply, last, told, sockets } = setUp()
    await online()
    await send('disconnect')
    expect(told).toEqual(['connected', 'leaving'])
    expect(asked().header('Contact')).toMatch(/;expires=0$/)
    expect(last()).toEqual({ type: 'online' })
    await reply(200)
    expect(last()).toEqual({ type: 'offline' })
    expect(sockets.living()).toBe(0)
  })

  test('does not wait longer than a second for a registrar that says nothing', async () => {
    const { online, send, last, pass } = setUp()
    await online()
    await send('disconnect')
    await pass(1_000)
    expect(last()).toEqual({ type: 'offline' })
  })

  test.each<[string, (world: ReturnType<typeof setUp>) => Promise<void>]>([
    ['the socket opens', async () => {}],
    ['we register', ({ opened }) => opened()],
    ['we wait for the next try', async ({ sockets }) => sockets.last().fail()],
  ])('while %s: over at once, and nothing is tried later', async (_when, come) => {
    const world = setUp()
    await world.send('connect')
    await come(world)
    await settle()
    await world.send('disconnect')
    expect(world.last()).toEqual({ type: 'offline' })
    const made = world.sockets.made.length
    world.sockets.last().open()
    await settle()
    await world.pass(600_000)
    expect(world.sockets.living()).toBe(0)
    expect(world.sockets.made).toHaveLength(made)
    expect(world.last()).toEqual({ type: 'offline' })
  })

  test('while the password is fetched: no socket is opened', async () => {
    let give = (_password: string) => {}
    const { send, last, sockets } = setUp({ password: () => new Promise((resolve) => (give = resolve)) })
    await send('connect')
    await send('disconnect')
    expect(last()).toEqual({ type: 'offline' })
    give('secret')
    await settle()
    expect(sockets.made).toHaveLength(0)
  })

  test('and connecting again is a fresh start', async () => {
    const { online, send, pass, last, told } = setUp()
    await online()
    await send('disconnect')
    await pass(1_000)
    await online()
    expect(last()).toEqual({ type: 'online' })
    // nothing was lost, so there is nothing to make good
    expect(told).toEqual(['connected', 'leaving', 'dropped', 'connected'])
  })

  test('closing says nothing any more, and leaves nothing', async () => {
    const { online, close, signals, sockets, pass, told } = setUp()
    await online()
    const before = signals.length
    close()
    await settle()
    await pass(1_000)
    expect(sockets.living()).toBe(0)
    expect(signals).toHaveLength(before)
    expect(told).toContain('leaving')
  })
})

test('a late answer to a REGISTER that was given up says nothing', async () => {
  const { send, opened, pass, last, asked, sockets, signals } = setUp()
  await send('connect')
  await opened()
  const { header } = asked()
  const old = sockets.last()
  await pass(8_000)
  await pass(400)
  await opened()
  const before = signals.length
  const repeated = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(name)}`)
  old.receive(['SIP/2.0 200 OK', ...repeated, 'Content-Length: 0', '', ''].join('\r\n'))
  sockets.last().receive(['SIP/2.0 403 No', ...repeated, 'Content-Length: 0', '', ''].join('\r\n'))
  await settle()
  expect(signals).toHaveLength(before)
  expect(last()).toMatchObject({ type: 'lost' })
})
