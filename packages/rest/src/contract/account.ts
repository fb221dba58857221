import * as z from 'zod/mini'
import { route } from './route.ts'
import { email, filled, id, link, maybe, number, text } from './wire.ts'

const theme = z.enum(['system', 'light', 'dark'])
const language = z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.maxLength(35))

/** The own account. */
export const Profile = z.object({
  id,
  name: text(200),
  initials: text(3),
  email,
  extension: number,
  mobile: maybe(number),
  picture: maybe(link),
  language,
  theme,
  outboundNumber: maybe(number),
  role: z.enum(['person', 'admin']),
})

/** What a person may change; `null` takes away (RFC 7396). */
export const ProfileChanges = z.object({
  name: maybe(filled(200)),
  initials: maybe(filled(3)),
  mobile: maybe(z.nullable(number)),
  language: maybe(language),
  theme: maybe(theme),
})

/** The own profile and picture. */
export const accountRoutes = {
  profile: route('GET /v1/me', { answer: Profile, etag: 'read' }),
  updateProfile: route('PATCH /v1/me', {
    body: ProfileChanges,
    answer: Profile,
    idempotent: true,
    etag: 'write',
    errors: ['conflict'],
  }),
  /** Replaces the picture: PNG, JPEG or WebP, at most 512 KiB. */
  setPicture: route('PUT /v1/me/picture', { answer: Profile, bytes: ['image/png', 'image/jpeg', 'image/webp'] }),
  removePicture: route('DELETE /v1/me/picture', { answer: Profile }),
  /** A picture; its id cannot be guessed and never changes what it shows, so it needs no token and may be cached. */
  picture: route('GET /v1/pictures/{id}', { auth: 'nobody', answers: 'image/*', errors: ['not-found'] }),
} as const
