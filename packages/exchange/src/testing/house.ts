import { onTestFinished } from 'vitest'
import * as z from 'zod'
import type { ExchangeConfig, ExchangeOptions } from '../index.ts'
import { openPhone, type Phone, startExchange } from './raw-phone.ts'
import type { PhoneOptions } from './wire.ts'

/** An exchange of this test's own on a free port, and phones on it; all gone when the test is over. */
export async function openHouse(config: ExchangeConfig = {}, options: ExchangeOptions = {}) {
  const exchange = await startExchange(config, options)
  const phones: Phone[] = []
  onTestFinished(async () => {
    for (const { vanish } of phones) vanish()
    await exchange.stop()
  })

  /** A phone that has opened its socket and said nothing yet. */
  const connect = async (user: string, phoneOptions: PhoneOptions = {}) => {
    const phone = await openPhone(exchange.sip, user, phoneOptions)
    phones.push(phone)
    return phone
  }
  /** A phone that is registered. */
  const signIn = async (user: string, phoneOptions: PhoneOptions = {}) => {
    const phone = await connect(user, phoneOptions)
    const response = await phone.register()
    if (response.status !== 200) throw new Error(`${user} could not register: ${response.first}`)
    return phone
  }
  const health = async (): Promise<Record<string, unknown>> => healthOf(await fetch(`${exchange.url}/healthz`))
  return { ...exchange, connect, signIn, health }
}

const healthOf = async (response: Response) => z.record(z.string(), z.unknown()).parse(await response.json())

/** Asks again and again until the answer is right; for what no message tells. */
export async function eventually(check: () => Promise<boolean> | boolean, tries = 100): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('It never came to that')
}
