import type { Call, Consultation, ConsultationStatus, Readable } from '@offhook/core'
import { createStore } from '@offhook/core'

/** The warm transfers under way. */
export interface Consultations extends Readable<readonly Consultation[]> {
  /** Begins one; what goes wrong later is told to `report`. */
  begin(call: Call, target: string): void
}

const isOver: Readonly<Record<ConsultationStatus, boolean>> = {
  ...{ calling: false, talking: false, completing: false, cancelling: false },
  ...{ completed: true, cancelled: true, abandoned: true },
}

/** Keeps the warm transfers of a phone until they are over. */
export function createConsultations(report: (error: unknown) => void): Consultations {
  const store = createStore<readonly Consultation[]>([])
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    begin(call, target) {
      const consultation = call.consult(target)
      store.set([...store.getSnapshot(), consultation])
      const stop = consultation.subscribe(() => {
        const { status, error } = consultation.getSnapshot()
        if (error) report(error)
        const isDone = isOver[status] || error !== undefined
        if (!isDone) return
        stop()
        store.set(store.getSnapshot().filter((other) => other !== consultation))
      })
    },
  }
}

/** Whether a call ends only because its warm transfer is done: no news for anybody. */
export function isLastStep(call: Call, consultations: readonly Consultation[]): boolean {
  return consultations.some(
    (each) => each.colleague === call && ['completing', 'cancelling'].includes(each.getSnapshot().status),
  )
}
