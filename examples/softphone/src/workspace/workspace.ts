import { createDialpad, type Dialpad, OffhookError, type Phone } from '@offhook/core'
import type { Account } from '../account/account.ts'
import type { OpenLine } from '../account/line.ts'
import { type Consultations, createConsultations } from '../call/consultations.ts'
import { followShown, type Shown } from '../call/shown.ts'
import { findPeople, type Person, people, personWith } from '../colleagues/people.ts'
import { formatNumber } from '../dial/format.ts'
import { createNotices, type Notices } from '../notices/notices.ts'
import { adviceAfter } from '../notices/standing.ts'
import { createView, type ViewStore } from './view.ts'

/** All that one signed-in person works with: the phone, and what the page keeps beside it. */
export interface Workspace {
  /** Whose phone it is. */
  readonly owner: Person
  readonly phone: Phone
  readonly colleagues: readonly Person[]
  readonly dialpad: Dialpad<Person>
  readonly notices: Notices
  readonly consultations: Consultations
  readonly shown: Shown
  readonly view: ViewStore
  /** Opens the microphone ahead of a call that is likely. */
  warm(): void
  /** Runs a command of the phone and tells the person when it fails. */
  attempt(command: () => unknown): void
  /** Calls a number and shows the call. */
  call(target: string): void
  close(): void
}

/** Opens a phone for an account and everything around it; nothing is connected yet. */
export function openWorkspace(account: Account, openLine: OpenLine): Workspace {
  const { phone, warm } = openLine(account)
  const owner = personWith(account.user) ?? { user: account.user, name: account.user, extension: account.user }
  const colleagues = people.filter(({ user }) => user !== owner.user)
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
    ...{ owner, phone, colleagues, notices, consultations, shown, view, warm, attempt },
    dialpad: createDialpad({ format: formatNumber, match: (text) => findPeople(text, colleagues) }),
    call(target) {
      attempt(() => {
        phone.call(target)
        view.toCall()
      })
    },
    close() {
      for (const stop of stops) stop()
      shown.close()
      notices.close()
      phone.close()
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
