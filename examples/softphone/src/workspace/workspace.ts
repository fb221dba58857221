import { type Contact, createDialpad, type DialOptions, type Dialpad, OffhookError, type Profile } from '@offhook/core'
import type { Tabs } from '@offhook/webrtc'
import type { Line, SoftPhone } from '../account/line.ts'
import { type Consultations, createConsultations } from '../call/consultations.ts'
import { followShown, type Shown } from '../call/shown.ts'
import { formatNumber } from '../dial/format.ts'
import { createNotices, type Notices } from '../notices/notices.ts'
import { adviceAfter } from '../notices/standing.ts'
import { createView, type ViewStore } from './view.ts'

/** Who came in: by a SIP user name at an exchange alone, or with a profile at a back end. */
export interface Entered {
  readonly user?: string
  readonly profile?: Profile
}

/** All that one signed-in person works with: the phone, and what the page keeps beside it. */
export interface Workspace {
  /** Who it is, as far as that was known when they came in. */
  readonly entered: Entered
  readonly phone: SoftPhone
  /** The tabs that share the phone, where it is a real one. */
  readonly tabs: Tabs | undefined
  readonly dialpad: Dialpad<Contact>
  readonly notices: Notices
  readonly consultations: Consultations
  readonly shown: Shown
  readonly view: ViewStore
  /** Opens the microphone ahead of a call that is likely. */
  warm(): void
  /** Runs a command of the phone and tells the person when it fails. */
  attempt(command: () => unknown): void
  /** Calls a number and shows the call. */
  call(target: string, options?: DialOptions): void
  close(): void
}

const mostSuggested = 20

/** Opens everything around a phone, which outlives it. */
export function openWorkspace({ phone, warm, tabs }: Line, entered: Entered = {}): Workspace {
  const notices = createNotices()
  const consultations = createConsultations(notices.report)
  const shown = followShown(phone.calls)
  const view = createView()
  const attempt = attemptWith(notices)
  const stops = [
    phone.on('ended', (call) => {
      const end = call.when('ended')?.now
      if (end === undefined || consultations.isLastStep(call)) return
      notices.ended(end)
      const advice = adviceAfter(end, phone.devices.getSnapshot())
      if (advice) notices.report(new OffhookError(advice))
    }),
    phone.on('refused', (_call, _command, error) => notices.report(error)),
    shown.subscribe(() => view.closeOpen()),
  ]
  return {
    ...{ entered, phone, tabs, notices, consultations, shown, view, warm, attempt },
    dialpad: createDialpad({
      format: formatNumber,
      match: (text) => phone.directory.search(text, { limit: mostSuggested }).filter(({ phones }) => phones.length > 0),
    }),
    call(target, options) {
      attempt(() => {
        phone.call(target, options)
        view.toCall()
      })
    },
    close() {
      for (const stop of stops) stop()
      shown.close()
      notices.close()
    },
  }
}

const attemptWith = (notices: Notices) => (command: () => unknown) => {
  try {
    Promise.resolve(command()).catch(notices.report)
  } catch (error) {
    notices.report(error)
  }
}
