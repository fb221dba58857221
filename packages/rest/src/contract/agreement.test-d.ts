// What the wire carries and what core's slices hold are the same; a difference does not compile.
import type * as core from '@offhook/core'
import type * as z from 'zod/mini'
import type * as wire from './index.ts'

/** True when a value of each can be used as the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type All<Checks extends Record<string, true>> = Checks

export type Agreement = All<{
  profile: Same<z.output<typeof wire.Profile>, core.Profile>
  profileChanges: Same<z.output<typeof wire.ProfileChanges>, Omit<core.ProfileChanges, 'picture'>>
  presence: Same<z.output<typeof wire.PersonPresence>, core.PersonPresence>
  contact: Same<z.output<typeof wire.Contact>, core.Contact>
  contactFields: Same<z.output<typeof wire.ContactFields>, core.ContactFields>
  book: Same<z.output<typeof wire.Book>, core.Book>
  callRecord: Same<z.output<typeof wire.CallRecord>, core.CallRecord>
  schedule: Same<z.output<typeof wire.Schedule>, core.Schedule>
  forwarding: Same<z.output<typeof wire.ForwardingDocument>, core.ForwardingDocument>
  forwardingPlan: Same<z.output<typeof wire.ForwardingPlan>, core.ForwardingPlan>
  settings: Same<z.output<typeof wire.RingSettings>, core.RingSettings>
  settingsChanges: Same<z.output<typeof wire.SettingsChanges>, core.SettingsChanges>
  callerIds: Same<z.output<typeof wire.CallerIds>, core.CallerIdList>
  problemCodes: Same<wire.ProblemCode extends core.ErrorCode ? true : false, true>
}>
