import type { Clock } from '@offhook/core'
import { createElection } from './election.ts'
import { isLater, type TabId, type Turn } from './message.ts'
import type { Office } from './office.ts'
import { whenSilent } from './patience.ts'
import { whenGone } from './roster.ts'

/** Who carries the calls, one tab after the other. */
export interface Succession {
  /** Whose turn it is, as far as this tab knows. */
  turn(): Turn | undefined
  /** What this tab has while it is its turn. */
  office(): Office | undefined
  /** Waits for its turn, or for somebody who says that it is theirs. */
  begin(): void
  /** Somebody says that it is their turn: whether that is true. */
  isRight(claim: Turn): boolean
  /** Whoever has the turn does not answer: this tab takes it. */
  seize(): void
  /** Leaves everything to the next tab; `isForGood`: ends it when there is none. */
  end(isForGood: boolean): void
}

/** What the succession needs of the tab around it. */
export interface SuccessionWorld {
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly name: string
  readonly lockOf: (tab: TabId) => string
  readonly me: TabId
  openOffice(turn: Turn): Office
  /** It is somebody else's turn than before, this tab's perhaps. */
  turned(): void
}

/** Begins with nobody. */
export function createSuccession(world: SuccessionWorld): Succession {
  const { clock, locks, name, lockOf, me, turned } = world
  let turn: Turn | undefined
  let office: Office | undefined
  let stopExpecting = () => {}
  let stopWatching = () => {}

  /** Somebody must say that they carry the calls, or else this tab does. */
  const expect = () => {
    stopExpecting()
    stopExpecting = whenSilent(clock, () => election.seize())
  }
  const leave = () => {
    office?.leave()
    office = undefined
  }
  const won = () => {
    stopExpecting()
    stopWatching()
    turn = { epoch: Math.max(clock.now(), (turn?.epoch ?? 0) + 1), tab: me }
    office = world.openOffice(turn)
    turned()
  }
  const lost = () => {
    leave()
    election.stand()
    expect()
  }
  const follow = (next: Turn) => {
    turn = next
    if (office !== undefined) {
      // overtaken, and the lock only did not say so yet
      leave()
      election.release()
      election.stand()
    }
    stopWatching()
    stopWatching = whenGone(locks, lockOf(next.tab), expect)
    turned()
  }
  const election = createElection({ clock, locks, name, won, lost })

  return {
    turn: () => turn,
    office: () => office,
    begin() {
      election.stand()
      expect()
    },
    isRight(claim) {
      if (turn !== undefined && isLater(turn, claim)) return false
      if (turn === undefined || isLater(claim, turn)) follow(claim)
      stopExpecting()
      return true
    },
    seize: election.seize,
    end(isForGood) {
      stopExpecting()
      stopWatching()
      if (isForGood && office?.roster.count() === 1) office.close()
      else leave()
      office = undefined
      election.release()
    },
  }
}
