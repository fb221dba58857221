import type { Call, Consultation, ConsultationStatus, Readable } from '@offhook/core'
import { createStore } from '@offhook/core'

/** The warm transfers under way. */
export interface Consultations extends Readable<readonly Consultation[]> {
  /** Begins one; what goes wrong later is told to `report`. */
  begin(call: Call, target: string): void
  /** Whether a call ends, or ended, only because its warm transfer is done: no news for anybody. */
  isLastStep(call: Call): boolean
}

const isOver: Readonly<Record<ConsultationStatus, boolean>> = {
  ...{ calling: false, talking: false, completing: false, cancelling: false },
  ...{ completed: true, cancelled: true, abandoned: true },
}

/** Keeps the warm transfers of a phone until they are over. */
export function createConsultations(report: (error: unknown) => void): Consultations {
  const store = createStore<readonly Consultation[]>([])
  // outlives the consultation: the colleague's call may end after the transfer is done
  const lastSteps = new WeakSet<Call>()

  const follow = (consultation: Consultation) => {
    const { colleague } = consultation
    const stop = consultation.subscribe(() => {
      const { status, error } = consultation.getSnapshot()
      if (status === 'completing' || status === 'cancelling') lastSteps.add(colleague)
      if (status === 'talking' || status === 'calling') lastSteps.delete(colleague)
      if (error) report(error)
      if (!isOver[status]) return
      stop()
      store.set(store.getSnapshot().filter((other) => other !== consultation))
    })
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    isLastStep: (call) => lastSteps.has(call),
    begin(call, target) {
      const consultation = call.consult(target)
      store.set([...store.getSnapshot(), consultation])
      follow(consultation)
    },
  }
}
