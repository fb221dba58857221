import { OffhookError } from '../../errors.ts'

/** One window of one person at a simulated back end. */
interface Line<Sink> {
  readonly person: string
  readonly sink: Sink
  /** Brings everything anew. */
  readonly refresh: () => void
}

/** Who listens to a simulated back end, who is cut off from it, and what fails next. */
export interface Lines<Sink> {
  open(line: Line<Sink>): () => void
  /** Tells every window of a person that is not cut off. */
  tell(person: string, news: (sink: Sink) => void): void
  tellAll(news: (sink: Sink) => void): void
  /** Carries out a command of a person, one turn later; rejects while they are cut off, and with what was scripted. */
  pass<T>(person: string, carry: () => T): Promise<T>
  readonly faults: Faults
}

/** The faults of a simulated back end. */
export interface Faults {
  /** Refuses the next command with `error`, default `refused`. */
  refuseNext(error?: Error): void
  /** Takes the network from a person: no news, and every command rejects with `unavailable`. */
  cut(person: string): void
  /** Gives it back: what was missed is brought anew. */
  restore(person: string): void
}

export function createLines<Sink>(): Lines<Sink> {
  const lines = new Set<Line<Sink>>()
  const isCut = new Set<string>()
  let refusals: Error[] = []
  const of = (person: string) => [...lines].filter((line) => line.person === person)

  const tell: Lines<Sink>['tell'] = (person, news) => {
    if (!isCut.has(person)) for (const { sink } of of(person)) news(sink)
  }
  return {
    open(line) {
      lines.add(line)
      // like a real one, it answers after the app has subscribed
      Promise.resolve().then(() => {
        if (lines.has(line) && !isCut.has(line.person)) line.refresh()
      })
      return () => void lines.delete(line)
    },
    tell,
    tellAll(news) {
      for (const person of new Set([...lines].map((line) => line.person))) tell(person, news)
    },
    async pass(person, carry) {
      await Promise.resolve()
      const [refusal, ...later] = refusals
      refusals = later
      if (refusal !== undefined) throw refusal
      if (isCut.has(person)) throw new OffhookError('unavailable')
      return carry()
    },
    faults: {
      refuseNext: (error = new OffhookError('refused')) => void refusals.push(error),
      cut: (person) => void isCut.add(person),
      restore(person) {
        if (isCut.delete(person)) for (const { refresh } of of(person)) refresh()
      },
    },
  }
}
