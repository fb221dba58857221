import { defineMachine, type StatusOf } from '../kernel/machine.ts'

/** The life of a source of contacts: it is read, it is there, it fails and is read again; what was read stays. */
export const sourceMachine = /* @__PURE__ */ defineMachine('contact-source', ['loading'], {
  loading: { commands: {}, signals: { begin: 'loading', complete: 'ready', failed: 'failed' } },
  ready: { commands: {}, signals: { begin: 'ready', complete: 'ready', failed: 'failed' } },
  failed: { commands: {}, signals: { begin: 'loading', complete: 'ready', failed: 'failed' } },
})

/** The statuses of a source of contacts. */
export type SourceStatus = StatusOf<typeof sourceMachine.table>
