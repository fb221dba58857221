import { useWorkspace } from '../workspace/context.ts'

interface MarkedProps {
  readonly text: string
  readonly wanted: string
}

/** A text in which what was searched for is marked. */
export function Marked({ text, wanted }: MarkedProps) {
  const { directory } = useWorkspace().phone
  const ranges = directory.highlight(text, wanted)
  return (
    <>
      {ranges.map(({ from, to }, at) => (
        <span key={from}>
          {text.slice(ranges[at - 1]?.to ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ranges.at(-1)?.to ?? 0)}
    </>
  )
}
