import type { CallerId, PersonStatus } from '@offhook/core'

/** Somebody of the demo who is not in the configuration: a colleague with nothing on the desk. */
export interface DemoColleague {
  readonly user: string
  readonly extension: string
  readonly name: string
  readonly mobile?: string
  readonly status?: PersonStatus
  readonly note?: string
}

/** The colleagues of alice, bob, carol and dave. */
export const demoColleagues: readonly DemoColleague[] = [
  { user: 'emma', extension: '205', name: 'Emma de Groot', status: 'meeting', note: 'Kwartaalcijfers' },
  { user: 'fatima', extension: '206', name: 'Fatima El-Amrani', mobile: '+31655500206' },
  { user: 'gijs', extension: '207', name: 'Gijs van der Meer', status: 'holiday', note: 'Terug op maandag' },
  { user: 'hanneke', extension: '208', name: 'Hanneke Dijkstra' },
  { user: 'ingrid', extension: '209', name: 'Ingrid ten Brink', status: 'away' },
  { user: 'joost', extension: '210', name: 'Joost Vermeulen', mobile: '+31655500210' },
]

/** The numbers of the company that everybody of the demo may show, beside their own. */
export const demoCallerIds = (extension: string, name: string): readonly CallerId[] => [
  { number: `+31205550${extension}`, name },
  { number: '+31205550800', name: 'Support' },
  { number: '+31205550900', name: 'Sales' },
]
