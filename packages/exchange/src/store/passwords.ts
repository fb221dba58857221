import * as crypto from 'node:crypto'
import { promisify } from 'node:util'
import { StoreError } from './errors.ts'

/** What a password is compared with, in the notation of PHC: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
interface Hash {
  readonly algorithm: Algorithm
  readonly costs: Costs
  readonly salt: Buffer
  readonly hash: Buffer
}

type Algorithm = 'argon2id' | 'scrypt'
type Costs = Readonly<Record<string, number>>

/** How a password was found. */
export interface PasswordCheck {
  readonly isRight: boolean
  /** What to keep from now on, when the hash is weaker than those made today. */
  readonly rehashed?: string
}

/** What a guess costs (OWASP, Password Storage Cheat Sheet): 19 MiB and two passes, or 32 MiB three times. */
const costsNow: Readonly<Record<Algorithm, Costs>> = {
  argon2id: { m: 19_456, t: 2, p: 1 },
  scrypt: { ln: 15, r: 8, p: 3 },
}

const saltBytes = 16
const hashBytes = 32

// Node has it since 24.7
const hasArgon2 = typeof crypto.argon2 === 'function'
const algorithmNow: Algorithm = hasArgon2 ? 'argon2id' : 'scrypt'

const derivations: Readonly<Record<Algorithm, (password: string, salt: Buffer, costs: Costs) => Promise<Buffer>>> = {
  argon2id(password, nonce, { m: memory = 0, t: passes = 0, p: parallelism = 0 }) {
    if (!hasArgon2) throw new StoreError('unavailable', 'This password needs Node 24.7 or later to be checked.')
    const costs = { memory, passes, parallelism, tagLength: hashBytes }
    return promisify(crypto.argon2)('argon2id', { message: password, nonce, ...costs })
  },
  scrypt(password, salt, { ln = 0, r = 0, p = 0 }) {
    const options = { N: 2 ** ln, r, p, maxmem: 2 ** ln * r * 256 }
    return new Promise((resolve, reject) => {
      crypto.scrypt(password, salt, hashBytes, options, (error, hash) => (error ? reject(error) : resolve(hash)))
    })
  },
}

/** Hashes a password, to be kept. */
export const hashPassword = (password: string): Promise<string> =>
  hashWith(password, algorithmNow, costsNow[algorithmNow])

/** As `hashPassword`, in a way that is not today's. */
export async function hashWith(password: string, algorithm: Algorithm, costs: Costs): Promise<string> {
  const salt = crypto.randomBytes(saltBytes)
  const hash = await derivations[algorithm](password.normalize('NFC'), salt, costs)
  return written({ algorithm, costs, salt, hash })
}

/** Compares a password with its hash. Without a hash nothing is right, and it takes as long: nobody learns who has none. */
export async function checkPassword(password: string, kept: string | undefined): Promise<PasswordCheck> {
  if (kept === undefined) {
    await hashPassword(password)
    return { isRight: false }
  }
  const { algorithm, costs, salt, hash } = read(kept)
  const given = await derivations[algorithm](password.normalize('NFC'), salt, costs)
  const isRight = given.length === hash.length && crypto.timingSafeEqual(given, hash)
  return isRight && isWeaker(algorithm, costs) ? { isRight, rehashed: await hashPassword(password) } : { isRight }
}

function isWeaker(algorithm: Algorithm, costs: Costs): boolean {
  if (algorithm !== algorithmNow) return algorithmNow === 'argon2id'
  return Object.entries(costsNow[algorithm]).some(([name, cost]) => (costs[name] ?? 0) < cost)
}

const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

function written({ algorithm, costs, salt, hash }: Hash): string {
  const version = algorithm === 'argon2id' ? '$v=19' : ''
  const named = Object.entries(costs).map(([name, cost]) => `${name}=${cost}`)
  return `$${algorithm}${version}$${named.join()}$${text(salt)}$${text(hash)}`
}

const notation = /^\$(argon2id\$v=19|scrypt)\$([a-z]+=\d+(?:,[a-z]+=\d+)*)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function read(kept: string): Hash {
  const [, algorithm, costs = '', salt = '', hash = ''] = notation.exec(kept) ?? []
  if (algorithm === undefined) throw new StoreError('invalid', 'A password hash in the database cannot be read.')
  return {
    algorithm: algorithm === 'scrypt' ? 'scrypt' : 'argon2id',
    costs: Object.fromEntries(costs.split(',').map((cost) => [cost.split('=')[0] ?? '', Number(cost.split('=')[1])])),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}
