import { e164Of, type NumberPlan, numberPlans, type Picture, type Profile, type ProfileChanges } from '@offhook/core'
import type { accountRoutes } from '@offhook/rest/contract'
import { mediaType } from '../http/body.ts'
import { Refusal, wrongField } from '../http/problem.ts'
import type { ChangedPerson } from '../store/people-changes.ts'
import type { Writing } from '../store/store.ts'
import { found, type Versioned } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { contactNews, profileNews } from './news.ts'
import { pictureType } from './picture-type.ts'
import type { ApiWorld } from './world.ts'

/** The own profile and picture. */
export const accountHandlers = ({ store, settings }: ApiWorld): Handlers<keyof typeof accountRoutes> => ({
  profile: { run: async ({ who }) => found(await store.people.profile(who.id), 'person') },
  updateProfile: {
    write: async (tx, { who, body, match }) =>
      told(tx, await tx.people.update(who.id, withMobile(body, numberPlans[settings.country]), match)),
  },
  setPicture: {
    async write(tx, { who, body, request }) {
      const picture = pictureOf(body, request.header('content-type'))
      return (await told(tx, await tx.people.setPicture(who.id, picture))).value
    },
  },
  removePicture: {
    write: async (tx, { who }) => (await told(tx, await tx.people.setPicture(who.id, null))).value,
  },
  picture: {
    async picture({ params }) {
      const picture = await store.people.picture(params.id)
      if (!picture) throw new Refusal('not-found', { detail: 'There is no such picture.' })
      return picture
    },
  },
})

/** Tells who somebody became, to themselves and where their colleagues have them; answers their profile. */
async function told(tx: Writing, { person, contact }: ChangedPerson): Promise<Versioned<Profile>> {
  const profile = found(await tx.people.profile(person.id), 'person')
  tx.tell(profileNews(profile))
  if (contact) tx.tell(contactNews(contact))
  return profile
}

/** With the mobile number as it is dialled from anywhere. */
function withMobile<Changes extends Pick<ProfileChanges, 'mobile'>>(changes: Changes, numbers: NumberPlan): Changes {
  if (typeof changes.mobile !== 'string') return changes
  const mobile = e164Of(changes.mobile, numbers)
  if (mobile === undefined) throw wrongField('/mobile', 'bad-number', 'That is not a full number.')
  return { ...changes, mobile }
}

function pictureOf(bytes: Uint8Array, header: string | undefined): Picture {
  const type = pictureType(bytes)
  // browsers show a picture as what it is said to be
  if (type === undefined || type !== mediaType(header)) {
    throw wrongField('', 'bad-format', 'That is not a picture of this type.')
  }
  return { type, bytes }
}
