import type { Profile } from '@offhook/core'
import { type Selectable, sql } from 'kysely'
import { present, type Tables } from './tables.ts'
import { type Db, etagOf, type Versioned } from './world.ts'

/** Somebody of the company: their profile, and the name they are called with (SIP). */
export interface StoredPerson extends Profile {
  readonly user: string
}

/** Reads people. */
export interface People {
  count(): Promise<number>
  /** Everybody, for the switchboard. */
  all(): Promise<readonly StoredPerson[]>
  get(id: string): Promise<StoredPerson | undefined>
  byUser(user: string): Promise<StoredPerson | undefined>
  byEmail(email: string): Promise<StoredPerson | undefined>
  /** Whom an OpenID Connect issuer means. */
  byIdentity(identity: Identity): Promise<StoredPerson | undefined>
  /** Whether an issuer means this person by one of its accounts. */
  isLinked(id: string, issuer: string): Promise<boolean>
  profile(id: string): Promise<Versioned<Profile> | undefined>
  /** What a password is compared with. */
  credentials(email: string): Promise<Credentials | undefined>
  /** A picture by its id, which nobody can guess. */
  picture(id: string): Promise<StoredPicture | undefined>
}

/** Who somebody is for an OpenID Connect issuer. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

export interface Credentials {
  readonly personId: string
  /** Absent: this person has no password. */
  readonly passwordHash?: string
}

export interface StoredPicture {
  readonly type: string
  readonly bytes: Uint8Array
}

/** Where a picture is to be had, of its id. */
const picturePath = (id: string): string => `/v1/pictures/${id}`

/** A person's row, and the number of the caller id they chose. */
type PersonRow = Omit<Selectable<Tables['people']>, 'passwordHash' | 'createdAt' | 'leftAt' | 'isConfigured'> & {
  readonly outboundNumber: string | null
}

export function readPeople(db: Db): People {
  const one = async (query: ReturnType<typeof peopleWithNumber>) => {
    const row = await query.executeTakeFirst()
    return row && toPerson(row)
  }
  return {
    async count() {
      const { count } = await db
        .selectFrom('people')
        .where('leftAt', 'is', null)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    all: async () => (await peopleWithNumber(db).orderBy('people.id').execute()).map(toPerson),
    get: (id) => one(peopleWithNumber(db).where('people.id', '=', id)),
    byUser: (user) => one(peopleWithNumber(db).where('userName', '=', user.toLowerCase())),
    byEmail: (email) => one(peopleWithNumber(db).where(sameEmail(email))),
    byIdentity: ({ issuer, subject }) =>
      one(
        peopleWithNumber(db)
          .innerJoin('identities', 'identities.personId', 'people.id')
          .where('issuer', '=', issuer)
          .where('subject', '=', subject),
      ),
    async isLinked(id, issuer) {
      const linked = db.selectFrom('identities').where('personId', '=', id).where('issuer', '=', issuer)
      return (await linked.select('subject').limit(1).executeTakeFirst()) !== undefined
    },
    async profile(id) {
      const row = await peopleWithNumber(db).where('people.id', '=', id).executeTakeFirst()
      return row && { value: toProfile(row), etag: etagOf(row.version) }
    },
    async credentials(email) {
      const row = await db
        .selectFrom('people')
        .where(sameEmail(email))
        .where('leftAt', 'is', null)
        .select(['id as personId', 'passwordHash'])
        .executeTakeFirst()
      return row && present(row)
    },
    picture: (id) => db.selectFrom('pictures').where('id', '=', id).select(['type', 'bytes']).executeTakeFirst(),
  }
}

const sameEmail = (email: string) => sql<boolean>`lower(people.email) = lower(${email})`

/** Every person who has not left, as `toPerson` reads them. */
export const peopleWithNumber = (db: Db) =>
  db
    .selectFrom('people')
    .leftJoin('callerIds', (join) => join.onRef('callerIds.personId', '=', 'people.id').on('isStandard', '=', true))
    .where('people.leftAt', 'is', null)
    .select([
      ...(['people.id', 'userName', 'extension', 'email', 'people.name', 'initials', 'mobile', 'picture'] as const),
      ...(['language', 'theme', 'role', 'version', 'callerIds.number as outboundNumber'] as const),
    ])

function toProfile({ userName: _, version: __, picture, ...row }: PersonRow): Profile {
  return { ...present(row), ...(picture !== null && { picture: picturePath(picture) }) }
}

/** A row as the program has it. */
export const toPerson = (row: PersonRow): StoredPerson => ({ ...toProfile(row), user: row.userName })
