import { expect, test } from 'vitest'
import { StoreError } from '../store/errors.ts'
import type { EventSink } from '../store/events/follower.ts'
import type { Store } from '../store/store.ts'
import { onBoth, quiet } from '../store/testing/databases.ts'
import { hire } from '../testing/back-office.ts'
import { eventually } from '../testing/house.ts'
import { openFiles } from './files.ts'

onBoth((open) => {
  /** Files whose news comes when the test says so. */
  const begin = async () => {
    const { store: kept, clock } = await open()
    await hire(kept)
    const sinks: EventSink[] = []
    let isAway = false
    let held = Promise.resolve()
    const store: Store = {
      ...kept,
      people: {
        ...kept.people,
        async all() {
          await held
          if (isAway) throw new StoreError('unavailable', 'Away.')
          return kept.people.all()
        },
      },
      events: {
        ...kept.events,
        watch: (sink) => {
          sinks.push(sink)
          sink.opened(1)
          return () => {}
        },
      },
    }
    const files = await openFiles({ store, clock, logger: quiet, changed() {} })
    const [sink] = sinks
    if (!sink) throw new Error('Nobody follows')
    const away = (now: boolean) => {
      isAway = now
    }
    const hold = () => {
      let release = () => {}
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    }
    return { kept, clock, files, sink, away, hold }
  }
  const wait = (store: Store, callWaiting: boolean) =>
    store.transaction(({ settings }) => settings.update('bob', { callWaiting }))

  test('when news was lost everything is read anew, as often as it takes, and who is gone is gone', async () => {
    const { kept, clock, files, sink, away } = await begin()
    await wait(kept, false)
    await kept.transaction(({ people }) => people.remove('carol'))
    away(true)
    sink.reset(7)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(files.get('bob')?.callWaiting).toBe(true)
    away(false)
    clock.advance(1000)
    await eventually(() => files.get('bob')?.callWaiting === false)
    await eventually(() => files.get('carol') === undefined)
  })

  test('what is told while everything is read is not lost to what was read before it', async () => {
    const { files, sink, hold } = await begin()
    const release = hold()
    sink.reset(7)
    sink.event({ id: 8, type: 'settings.updated', person: 'bob', at: 0, data: { callWaiting: false, devices: [] } })
    release()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(files.get('bob')?.callWaiting).toBe(false)
  })

  test('news that is older than what is known, and news that makes no sense, does no harm', async () => {
    const { kept, files, sink } = await begin()
    const news = (id: number, data: unknown) =>
      sink.event({ ...{ id, type: 'settings.updated', person: 'bob', at: 0 }, data })
    news(5, { value: { callWaiting: false, devices: [] } })
    news(4, { value: { callWaiting: true, devices: [] } })
    expect(files.get('bob')?.callWaiting).toBe(false)
    await wait(kept, true)
    news(6, 'nonsense')
    await eventually(() => files.get('bob')?.callWaiting === true)
  })
})
