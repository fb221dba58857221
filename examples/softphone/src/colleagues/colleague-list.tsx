import { useWords, useWorkspace } from '../workspace/context.ts'
import { PersonRow } from './person-row.tsx'

/** The people of the company; a click calls. */
export function ColleagueList() {
  const words = useWords()
  const { colleagues, call, warm } = useWorkspace()
  return (
    <section className="colleagues" aria-labelledby="colleagues-title">
      <h2 id="colleagues-title">{words.colleagues.title}</h2>
      <ul>
        {colleagues.map((person) => (
          <PersonRow
            key={person.user}
            person={person}
            verb={words.dial.to}
            onClick={() => call(person.extension)}
            onHover={warm}
          />
        ))}
      </ul>
    </section>
  )
}
