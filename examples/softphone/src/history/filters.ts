import type { HistoryFilter } from '@offhook/core'

/** What of the history is in sight. */
export const views = ['all', 'missed', 'incoming', 'outgoing'] as const

export type HistoryView = (typeof views)[number]

const filters: Readonly<Record<HistoryView, HistoryFilter>> = {
  all: {},
  missed: { kinds: ['missed'] },
  incoming: { direction: 'incoming' },
  outgoing: { direction: 'outgoing' },
}

/** Which records a view has; a text narrows it. */
export const filterOf = (view: HistoryView, text: string): HistoryFilter => ({
  ...filters[view],
  ...(text.trim() !== '' && { text: text.trim() }),
})
