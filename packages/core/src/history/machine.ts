import { defineMachine, type StatusOf } from '../kernel/machine.ts'

/** The life of a list that is read page by page. */
export const historyListMachine = /* @__PURE__ */ defineMachine('history-list', ['loading'], {
  loading: { commands: { reload: 'loading' }, signals: { page: 'ready', failed: 'failed' } },
  ready: { commands: { more: 'loading-more', reload: 'loading' }, signals: {} },
  'loading-more': {
    commands: { more: 'loading-more', reload: 'loading' },
    signals: { page: 'ready', failed: 'failed' },
  },
  failed: { commands: { more: 'loading-more', reload: 'loading' }, signals: {} },
})

/** The statuses of a list of the history. */
export type HistoryListStatus = StatusOf<typeof historyListMachine.table>
