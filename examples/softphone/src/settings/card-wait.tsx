import { useWords } from '../workspace/context.ts'

/** What will be in a card is on its way. */
export function CardWait() {
  const { loading } = useWords()
  return (
    <p className="soft" role="status" data-testid="loading">
      {loading}
    </p>
  )
}
