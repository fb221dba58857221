import type { ForwardingPlan, Schedule } from '@offhook/core'
import { expect, test } from 'vitest'
import { usualOfficeHours } from './forwarding.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const browser = { instance: 'urn:uuid:1', name: 'Chrome', kind: 'browser' } as const
const hours: Schedule = {
  timeZone: 'America/St_Johns',
  week: [{ day: 7, from: '22:00', to: '24:00' }],
  exceptions: [{ date: '2026-12-25', intervals: [], name: 'Christmas' }],
}
const plan: ForwardingPlan = {
  rules: [
    { status: 'available', callers: 'outside', situation: 'no-answer', afterSeconds: 20, target: { to: 'voicemail' } },
    { status: 'holiday', callers: 'inside', situation: 'always', target: { to: 'external', number: '+31201234567' } },
  ],
  ownHours: hours,
}

onBoth((open) => {
  test('how calls ring is one document: changed by version, devices and all', async () => {
    const { store, clock } = await open()
    const { id } = await takeOn(store, 'ada')
    const first = await store.settings.of(id)
    expect(first?.value).toEqual({ callWaiting: true, simultaneousRing: false, ringer: true, devices: [] })
    const device = await store.transaction(({ settings }) => settings.seen(id, browser))
    expect(device).toEqual({ ...browser, id: device.id, rings: true, lastSeen: clock.now() })
    const stale = store.transaction(({ settings }) =>
      settings.update(id, { ringer: false }, { etag: first?.etag ?? '' }),
    )
    await expect(stale).rejects.toMatchObject({ code: 'conflict' })
    const silent = await store.transaction(({ settings }) => settings.ring(id, device.id, false))
    expect(silent.value.devices).toEqual([{ ...device, rings: false }])
    const { value } = await store.transaction(({ settings }) =>
      settings.update(id, { callWaiting: false }, { etag: silent.etag }),
    )
    expect(value).toEqual({ ...silent.value, callWaiting: false })
    expect((await store.settings.of(id))?.value).toEqual(value)
  })

  test('a device that is seen again keeps what was said of it, and that it was seen is no change', async () => {
    const { store, clock } = await open()
    const { id } = await takeOn(store, 'ada')
    const device = await store.transaction(({ settings }) => settings.seen(id, browser))
    const { etag } = await store.transaction(({ settings }) => settings.ring(id, device.id, false))
    clock.advance(1000)
    const again = await store.transaction(({ settings }) => settings.seen(id, { ...browser, name: 'Chrome 150' }))
    expect(again).toEqual({ ...device, name: 'Chrome 150', rings: false, lastSeen: clock.now() })
    expect((await store.settings.of(id))?.etag).toBe(etag)
  })

  test('devices are their owner’s alone, and as many as there may be', async () => {
    const { store } = await open({ limits: { devices: 3 } })
    const [ada, bob] = [await takeOn(store, 'ada'), await takeOn(store, 'bob')]
    const seen = (instance: string, owner = ada.id) =>
      store.transaction(({ settings }) => settings.seen(owner, { ...browser, instance }))
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'a', 'e'].map((one) => seen(one)))
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(['limit', 'limit'])
    const [device] = (await store.settings.of(ada.id))?.value.devices ?? []
    const [deviceId = ''] = [device?.id]
    for (const act of [
      () => store.transaction(({ settings }) => settings.ring(bob.id, deviceId, false)),
      () => store.transaction(({ settings }) => settings.forget(bob.id, deviceId)),
      () => store.transaction(({ settings }) => settings.forget('nobody', deviceId)),
      () => store.transaction(({ settings }) => settings.update('nobody', {})),
      () => seen('x', 'nobody'),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'not-found' })
    }
    await store.transaction(({ settings }) => settings.forget(ada.id, deviceId))
    expect((await store.settings.of(ada.id))?.value.devices).toHaveLength(2)
    expect(await seen('z')).toMatchObject({ instance: 'z' })
    // what is one person's may be another's too
    expect((await seen('z', bob.id)).id).not.toBe(deviceId)
  })

  test('forwarding is saved as a whole, and of two at once one is refused', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    const first = await store.forwarding.of(id)
    expect(first?.value).toEqual({ rules: [] })
    const save = (next: ForwardingPlan, etag = first?.etag ?? '') =>
      store.transaction(({ forwarding }) => forwarding.save(id, next, { etag }))
    const saved = await save(plan)
    expect(saved.value).toEqual(plan)
    expect(await store.forwarding.of(id)).toEqual(saved)
    await expect(save({ rules: [] })).rejects.toMatchObject({ code: 'conflict' })
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => save({ rules: [] }, saved.etag)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await store.forwarding.of(id))?.value).toEqual({ rules: [] })
    expect(await store.forwarding.of('nobody')).toBeUndefined()
    const nobody = store.transaction(({ forwarding }) => forwarding.save('nobody', plan))
    await expect(nobody).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an office whose administrator has said nothing has the usual hours; the first who says something does so once', async () => {
    const { store } = await open()
    const first = await store.forwarding.officeHours()
    expect(first.value).toEqual(usualOfficeHours)
    const save = () => store.transaction(({ forwarding }) => forwarding.saveOfficeHours(hours, { etag: first.etag }))
    const outcomes = await Promise.allSettled([save(), save(), save()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await store.forwarding.officeHours()).value).toEqual(hours)
    await expect(save()).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a person shows the numbers they may, and the one they chose is in their profile', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    const allowed = [{ number: '+31201234567', name: 'Sales' }, { number: '201' }]
    const allow = (numbers: typeof allowed | { number: string }[]) =>
      store.transaction(({ callerIds }) => callerIds.allow(id, numbers))
    const choose = (number: string | null) => store.transaction(({ callerIds }) => callerIds.choose(id, number))
    expect(await store.callerIds.of(id)).toEqual({ allowed: [] })
    expect(await allow(allowed)).toEqual({ allowed })
    const before = await store.people.profile(id)
    expect(await choose('201')).toEqual({ allowed, standard: '201' })
    const after = await store.people.profile(id)
    expect(after?.value.outboundNumber).toBe('201')
    expect(after?.etag).not.toBe(before?.etag)
    await expect(choose('+31612345678')).rejects.toMatchObject({ code: 'not-allowed' })
    expect(await store.callerIds.of(id)).toEqual({ allowed, standard: '201' })
    expect(await allow([...allowed].reverse())).toEqual({ allowed: [...allowed].reverse(), standard: '201' })
    expect(await allow([{ number: '+31201234567' }])).toEqual({ allowed: [{ number: '+31201234567' }] })
    expect((await store.people.profile(id))?.value).not.toHaveProperty('outboundNumber')
    await choose('+31201234567')
    expect(await choose(null)).toEqual({ allowed: [{ number: '+31201234567' }] })
    await Promise.all([allow(allowed), allow(allowed), choose('+31201234567'), allow(allowed)])
    expect(await store.callerIds.of(id)).toEqual({ allowed, standard: '+31201234567' })
  })

  test('what is read of everybody at once is what is read of each', async () => {
    const { store } = await open()
    const ids: string[] = []
    for (const user of ['ada', 'bob', 'carol']) {
      const { id } = await takeOn(store, user)
      ids.push(id)
      await store.transaction(async (tx) => {
        for (const name of ['Zoiper', 'app', 'Chrome', 'Ångström']) {
          await tx.settings.seen(id, { instance: `${user}${name}`, name, kind: 'app' })
        }
        if (user === 'bob') return
        await tx.forwarding.save(id, plan)
        await tx.callerIds.allow(id, [{ number: '2', name: user }, { number: '1' }])
        await tx.callerIds.choose(id, '1')
      })
      await store.transaction(({ sessions }) => sessions.open(id, { refreshToken: user, expiresAt: 9e12 }))
    }
    const [settings, forwarding] = [await store.settings.all(), await store.forwarding.all()]
    const [callerIds, sessions] = [await store.callerIds.all(), await store.sessions.all()]
    for (const id of ids) {
      expect(settings.get(id)).toEqual((await store.settings.of(id))?.value)
      expect(forwarding.get(id)).toEqual((await store.forwarding.of(id))?.value)
      expect(callerIds.get(id) ?? { allowed: [] }).toEqual(await store.callerIds.of(id))
      expect(sessions.filter(({ personId }) => personId === id)).toEqual(await store.sessions.of(id))
    }
    expect([settings.size, forwarding.size, callerIds.size, sessions.length]).toEqual([3, 3, 2, 3])
  })

  test('who has locked settings changes what they have read', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    const turn = (_: number) =>
      store.transaction(async ({ settings }) => {
        const { value, etag } = await settings.lock(id)
        return settings.update(id, { ringer: !value.ringer }, { etag })
      })
    const turned = await Promise.all([1, 2, 3, 4, 5].map(turn))
    expect(new Set(turned.map(({ etag }) => etag)).size).toBe(5)
    expect((await store.settings.of(id))?.value.ringer).toBe(false)
    await expect(store.transaction(({ settings }) => settings.lock('nobody'))).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('nobody shows no number, and no number stands on a list twice', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada')
    for (const act of [
      () => store.transaction(({ callerIds }) => callerIds.choose('nobody', null)),
      () => store.transaction(({ callerIds }) => callerIds.allow('nobody', [])),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'not-found' })
    }
    const twice = store.transaction(({ callerIds }) => callerIds.allow(id, [{ number: '1' }, { number: '1' }]))
    await expect(twice).rejects.toMatchObject({ code: 'duplicate' })
  })
})
