import * as z from 'zod/mini'
import { route } from './route.ts'
import { id, list, maybe, text, time } from './wire.ts'

const yesOrNo = { callWaiting: z.boolean(), simultaneousRing: z.boolean(), ringer: z.boolean() }

/** Something of a person that can ring. */
export const RingDevice = z.object({
  id,
  name: text(100),
  kind: z.enum(['browser', 'desk-phone', 'app', 'mobile', 'teams']),
  state: z.enum(['reachable', 'offline', 'in-call']),
  rings: z.boolean(),
  lastSeen: maybe(time),
})

/** How the own calls ring. */
export const RingSettings = z.object({ ...yesOrNo, devices: list(RingDevice, 100) })
/** What a person may change of how calls ring. */
export const SettingsChanges = z.object({
  callWaiting: maybe(z.boolean()),
  simultaneousRing: maybe(z.boolean()),
  ringer: maybe(z.boolean()),
})

/** How the own calls ring. */
export const settingsRoutes = {
  settings: route('GET /v1/me/settings', {
    answer: RingSettings,
    etag: 'read',
  }),
  updateSettings: route('PATCH /v1/me/settings', {
    body: SettingsChanges,
    answer: RingSettings,
    idempotent: true,
    etag: 'write',
    errors: ['conflict'],
  }),
  /** Lets a device ring, or not. */
  ringDevice: route('PUT /v1/me/devices/{id}/rings', {
    body: z.object({ rings: z.boolean() }),
    answer: RingSettings,
    errors: ['not-found'],
  }),
} as const
