import { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { describe, expect, test } from 'vitest'
import { collisionPause, createNegotiation, interrupted } from './negotiation.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

/** A session in which offers are answered by hand. */
function createSession({ isOwner = true } = {}) {
  const clock = createManualClock()
  const offers: { sdp: string; answer: (status: number) => void }[] = []
  const log: string[] = []
  let version = 0
  let state: 'live' | 'offline' | 'over' = 'live'
  let describe = async () => `offer ${++version}`
  let withdraw = async () => {}
  const negotiation = createNegotiation({
    clock,
    isOwner,
    isOver: () => state === 'over',
    isOnline: () => state !== 'offline',
    received: async () => {},
    describe: () => describe(),
    async withdraw() {
      await withdraw()
      log.push('withdrawn')
    },
    propose(sdp) {
      let abandon = () => {}
      const status = new Promise<number>((resolve) => {
        offers.push({ sdp, answer: resolve })
        abandon = () => resolve(interrupted)
      })
      return { status, abandon }
    },
    forgetTheirs: () => void log.push('theirs forgotten'),
    gone: () => void log.push('gone'),
  })
  /** Changes something; tells what became of it. */
  const change = (name: string) => {
    const outcome = { code: 'pending' }
    const apply = () => void log.push(`${name} applied`)
    const revert = () => void log.push(`${name} reverted`)
    negotiation.change(apply, revert).then(
      () => {
        outcome.code = 'done'
      },
      (error) => {
        outcome.code = error instanceof OffhookError ? error.code : String(error)
      },
    )
    return outcome
  }
  const answer = async (status: number) => {
    offers.at(-1)?.answer(status)
    await settle()
  }
  return {
    ...{ clock, offers, log, negotiation, change, answer },
    become(next: typeof state) {
      state = next
    },
    describing(how: () => Promise<string>) {
      describe = how
    },
    withdrawing(how: () => Promise<void>) {
      withdraw = how
    },
  }
}

describe('changes one at a time', () => {
  test('the second is offered when the first is agreed on', async () => {
    const { change, answer, offers, log } = createSession()
    const [hold, resume] = [change('hold'), change('resume')]
    await settle()
    expect(log).toEqual(['hold applied'])
    expect(offers).toHaveLength(1)
    await answer(200)
    expect(hold.code).toBe('done')
    expect(offers).toHaveLength(2)
    await answer(200)
    expect(resume.code).toBe('done')
    expect(log).toEqual(['hold applied', 'resume applied'])
  })

  test('a refusal reverts, takes the offer back, and lets the next one go', async () => {
    const { change, answer, log } = createSession()
    const [hold, again] = [change('hold'), change('again')]
    await settle()
    await answer(488)
    expect(hold.code).toBe('refused')
    expect(log).toEqual(['hold applied', 'withdrawn', 'hold reverted', 'again applied'])
    await answer(200)
    expect(again.code).toBe('done')
  })

  test.each([481, 408])('%i ends the call: the other side has none', async (status) => {
    const { change, answer, log } = createSession()
    const hold = change('hold')
    await settle()
    await answer(status)
    expect(log).toContain('gone')
    expect(hold.code).toBe('refused')
  })

  test('nothing is offered in a call that is over, or without a socket', async () => {
    const { change, become, offers, log } = createSession()
    become('over')
    const late = change('hold')
    await settle()
    expect(late.code).toBe('call-ended')
    become('offline')
    const deaf = change('hold')
    await settle()
    expect(deaf.code).toBe('offline')
    expect(offers).toEqual([])
    expect(log).toEqual(['hold applied', 'hold reverted', 'hold applied', 'hold reverted'])
  })

  test('an offer that cannot be made reverts', async () => {
    const { change, describing } = createSession()
    describing(async () => {
      throw new OffhookError('media-failed')
    })
    const hold = change('hold')
    await settle()
    expect(hold.code).toBe('media-failed')
  })
})

describe('two at once (RFC 3261 14.1)', () => {
  test('a collision is offered again after the pause, with a new offer', async () => {
    const { change, answer, clock, offers } = createSession({ isOwner: false })
    const hold = change('hold')
    await settle()
    await answer(491)
    expect(offers).toHaveLength(1)
    clock.advance(2_000)
    await settle()
    expect(offers.map(({ sdp }) => sdp)).toEqual(['offer 1', 'offer 2'])
    await answer(200)
    expect(hold.code).toBe('done')
  })

  test('collisions for ever end in a timeout, and the change is reverted', async () => {
    const { change, answer, clock, offers, log } = createSession()
    const hold = change('hold')
    await settle()
    for (let each = 0; each < 10 && hold.code === 'pending'; each++) {
      await answer(491)
      clock.advance(4_000)
      await settle()
    }
    expect(hold.code).toBe('timeout')
    expect(offers).toHaveLength(4)
    expect(log.at(-1)).toBe('hold reverted')
  })

  test('the owner of the Call-ID waits 2.1 to 4 seconds, the other at most 2, in steps of 10 ms', () => {
    expect([collisionPause(true, () => 0), collisionPause(true, () => 0.999999)]).toEqual([2_100, 4_000])
    expect([collisionPause(false, () => 0), collisionPause(false, () => 0.999999)]).toEqual([0, 2_000])
    expect(collisionPause(true, () => 0.5) % 10).toBe(0)
  })

  test('theirs under way: ours waits until it is acknowledged', async () => {
    const { change, negotiation, offers } = createSession()
    negotiation.theirsBegan()
    change('hold')
    await settle()
    expect(offers).toEqual([])
    negotiation.theirsEnded()
    await settle()
    expect(offers).toHaveLength(1)
  })

  test('theirs that is never acknowledged is forgotten after four seconds', async () => {
    const { change, negotiation, offers, clock, log } = createSession()
    negotiation.theirsBegan()
    change('hold')
    clock.advance(3_999)
    await settle()
    expect(offers).toEqual([])
    clock.advance(1)
    await settle()
    expect(offers).toHaveLength(1)
    expect(log).toContain('theirs forgotten')
  })

  test('theirs comes while ours is made: ours is taken back before theirs is handled, and offered again', async () => {
    const { change, negotiation, describing, offers, log, clock } = createSession({ isOwner: false })
    let made = (_sdp: string) => {}
    describing(() => new Promise((resolve) => (made = resolve)))
    change('hold')
    await settle()
    negotiation.theirsBegan()
    let isClear = false
    void negotiation.clear().then(() => {
      isClear = true
    })
    await settle()
    expect(isClear).toBe(false)
    made('ours')
    await settle()
    expect(isClear).toBe(true)
    expect(log).toEqual(['hold applied', 'withdrawn'])
    expect(offers).toEqual([])
    describing(async () => 'ours again')
    negotiation.theirsEnded()
    clock.advance(2_000)
    await settle()
    expect(offers.map(({ sdp }) => sdp)).toEqual(['ours again'])
  })

  test.each([491, 488])(
    'theirs comes while ours is taken back after %i: it waits until that is done',
    async (status) => {
      const { change, answer, negotiation, withdrawing } = createSession()
      let takeBack = () => {}
      withdrawing(() => new Promise((resolve) => (takeBack = resolve)))
      change('hold')
      await settle()
      await answer(status)
      negotiation.theirsBegan()
      let isClear = false
      void negotiation.clear().then(() => {
        isClear = true
      })
      await settle()
      expect(isClear).toBe(false)
      takeBack()
      await settle()
      expect(isClear).toBe(true)
    },
  )
})

describe('the socket is gone', () => {
  test('an offer under way is taken back, and made again on the next one', async () => {
    const { change, negotiation, log, offers, answer } = createSession()
    const hold = change('hold')
    await settle()
    negotiation.lost()
    await settle()
    expect(hold.code).toBe('pending')
    expect(log).toEqual(['hold applied', 'withdrawn'])
    // and that one may be lost as well
    negotiation.found()
    await settle()
    negotiation.lost()
    await settle()
    negotiation.found()
    await settle()
    expect(offers.map(({ sdp }) => sdp)).toEqual(['offer 1', 'offer 2', 'offer 3'])
    await answer(200)
    expect(hold.code).toBe('done')
  })

  test('an offer under way in a session that ends before there is another one fails with it', async () => {
    const { change, negotiation, log, become } = createSession()
    const hold = change('hold')
    await settle()
    negotiation.lost()
    become('over')
    negotiation.found()
    await settle()
    expect(hold.code).toBe('call-ended')
    expect(log).toEqual(['hold applied', 'withdrawn', 'hold reverted'])
  })

  test('a change of theirs under way is forgotten', async () => {
    const { negotiation, log, change, offers } = createSession()
    negotiation.theirsBegan()
    negotiation.lost()
    expect(log).toEqual(['theirs forgotten'])
    change('refresh')
    await settle()
    expect(offers).toHaveLength(1)
  })

  test('without anything under way nothing happens', () => {
    const { negotiation, log } = createSession()
    negotiation.lost()
    expect(log).toEqual([])
  })
})
