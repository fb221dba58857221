import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** What a nonce in a request is worth. */
export type NonceStatus = 'good' | 'stale' | 'forged'

/** Nonces that carry their own date and signature, so that a challenge costs no memory (RFC 7616, section 3.3). */
export interface Nonces {
  create(): string
  check(nonce: string): NonceStatus
  /** Uses a count up; false when this or a higher one was used before, which is a replay. */
  spend(nonce: string, count: number): boolean
}

const saltBytes = 8

/** Nonces that live `lifetimeMs` and may be used again and again with a rising count. */
export function createNonces({ clock, lifetimeMs }: { clock: Clock; lifetimeMs: number }): Nonces {
  const secret = randomBytes(32)
  const spent = new Map<string, { count: number; until: number }>()

  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22)

  const forget = () => {
    // insertion order is close to the order of birth, so the dead ones stand in front
    for (const [nonce, { until }] of spent) {
      if (until > clock.now()) return
      spent.delete(nonce)
    }
  }

  return {
    create() {
      const text = `${clock.now().toString(36)}.${randomBytes(saltBytes).toString('base64url')}`
      return `${text}.${sign(text)}`
    },
    check(nonce) {
      const [born = '', salt = '', signature = ''] = nonce.split('.')
      if (!sameText(signature, sign(`${born}.${salt}`))) return 'forged'
      return clock.now() - Number.parseInt(born, 36) > lifetimeMs ? 'stale' : 'good'
    },
    spend(nonce, count) {
      forget()
      const last = spent.get(nonce)
      if (last && count <= last.count) return false
      const born = Number.parseInt(nonce, 36)
      spent.set(nonce, { count, until: born + lifetimeMs })
      return true
    },
  }
}

/** Compares without telling by the time it takes how much of it was right. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
