import { useWords, useWorkspace } from '../workspace/context.ts'
import { PersonRow } from './person-row.tsx'
import { useColleagues } from './use-colleagues.ts'

/** The people of the company; a click calls. */
export function ColleagueList() {
  const words = useWords()
  const { call, warm } = useWorkspace()
  const colleagues = useColleagues()
  return (
    <section className="colleagues" aria-labelledby="colleagues-title">
      <h2 id="colleagues-title">{words.team.title}</h2>
      <ul>
        {colleagues.map((callee) => (
          <PersonRow
            key={callee.contact.uid}
            callee={callee}
            verb={words.dial.to}
            onClick={() => call(callee.phone.number)}
            onHover={warm}
          />
        ))}
      </ul>
    </section>
  )
}
